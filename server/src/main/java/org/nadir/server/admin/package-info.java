/// The administration API: users, groups, profiles and quotas, for staff.
@NullMarked
package org.nadir.server.admin;

import org.jspecify.annotations.NullMarked;
