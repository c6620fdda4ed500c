/// The one door to SQL: connections, migrations, and the few things that SQLite and PostgreSQL say differently.
@NullMarked
package org.nadir.server.db;

import org.jspecify.annotations.NullMarked;
