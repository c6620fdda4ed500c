package org.nadir.server;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Changes rows behind the server's back, where no endpoint does.
final class Database {

    private Database() {}

    static void update(Path data, String sql, Object... values) {
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("nadir.db"));
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            if (statement.executeUpdate() == 0) {
                throw new AssertionError("Nothing changed by " + sql);
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
