package org.nadir.server.account;

import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Problem;

/// Names that only one row of a table may have. A name that is taken is refused in words, and so is one that another request
/// takes at the same moment, which only the database's own constraint sees.
///
/// @param table with a UNIQUE constraint on the column
/// @param taken what is said of a name that is taken
record UniqueNames(String table, String column, Supplier<Problem> taken) {

    /// A row that is not there yet.
    static final long NEW = -1;

    interface Change<T> {
        T make(Handle handle);
    }

    /// Makes a change in a transaction.
    ///
    /// @param name what the row is to be called; null when the change leaves that
    /// @param self the row's id, or [#NEW]
    <T> T change(Jdbi jdbi, @Nullable String name, long self, Change<T> change) {
        try {
            return jdbi.inTransaction(handle -> {
                if (isTaken(handle, name, self)) {
                    throw taken.get();
                }
                return change.make(handle);
            });
        } catch (JdbiException lostTheRace) {
            if (jdbi.withHandle(handle -> isTaken(handle, name, self))) {
                throw taken.get();
            }
            throw lostTheRace;
        }
    }

    private boolean isTaken(Handle handle, @Nullable String name, long self) {
        if (name == null) {
            return false;
        }
        String others =
                "SELECT COUNT(*) FROM " + table + " WHERE " + column + " = :name AND id <> :self";
        return handle.createQuery(others)
                        .bind("name", name)
                        .bind("self", self)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }
}
