/// What every route leans on: requests and replies, the route table, guards, error shapes, uploads and file replies. Knows no
/// domain object.
@NullMarked
package org.nadir.server.http;

import org.jspecify.annotations.NullMarked;
