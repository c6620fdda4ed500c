/// The description of the API for machines (OpenAPI) and as a page, made from the route table and the operations' descriptions
/// in `operations.json` and `schemas.json`.
@NullMarked
package org.nadir.server.openapi;

import org.jspecify.annotations.NullMarked;
