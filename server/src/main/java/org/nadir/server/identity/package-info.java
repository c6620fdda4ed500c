/// Users whom somebody else knows: an external password check, and OpenID Connect providers.
@NullMarked
package org.nadir.server.identity;

import org.jspecify.annotations.NullMarked;
