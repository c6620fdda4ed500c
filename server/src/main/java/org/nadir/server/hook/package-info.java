/// Webhooks: messages to other programs, written down with the change that they tell of and delivered until received.
@NullMarked
package org.nadir.server.hook;

import org.jspecify.annotations.NullMarked;
