package org.nadir.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The database under a test server: SQLite in its data folder, or with `-Dnadir.test.database=postgresql` a database of its own in
/// one real PostgreSQL, which is unpacked and started with the first test that needs it and ends with the JVM.
final class TestDatabase {

    private static final Map<Path, String> URLS = new ConcurrentHashMap<>();

    private TestDatabase() {}

    static boolean isPostgres() {
        return "postgresql".equals(System.getProperty("nadir.test.database"));
    }

    /// The database of the server on this data folder; null for SQLite.
    static @Nullable String url(Path data) {
        return isPostgres() ? URLS.computeIfAbsent(data, TestDatabase::create) : null;
    }

    /// A way around the server, whether it runs or not.
    static Connection connect(Path data) throws SQLException {
        String url = url(data);
        return DriverManager.getConnection(
                url == null
                        ? "jdbc:sqlite:" + data.resolve("nadir.db") + "?busy_timeout=20000"
                        : url);
    }

    /// Changes rows behind the server's back.
    static void execute(Path data, String sql) {
        try (Connection database = connect(data);
                var statement = database.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String create(Path data) {
        String name = "nadir_" + (URLS.size() + 1) + "_" + Integer.toHexString(data.hashCode());
        try (Connection server = Cluster.RUNNING.getPostgresDatabase().getConnection();
                var statement = server.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
        return Cluster.RUNNING.getJdbcUrl("postgres", name);
    }

    private static final class Cluster {

        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .setServerConfig("max_connections", "400")
                        .setServerConfig("fsync", "off")
                        .start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
