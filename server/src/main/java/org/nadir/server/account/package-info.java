/// Users, groups, passwords, tokens, sessions and global permissions.
@NullMarked
package org.nadir.server.account;

import org.jspecify.annotations.NullMarked;
