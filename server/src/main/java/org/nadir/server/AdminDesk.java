package org.nadir.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.OutsideCheck;
import org.nadir.server.account.User;
import org.nadir.server.db.Database;

/// What an administrator does on the server's own machine, straight in the database, whether or not the server runs: the
/// database lets in several programs, and a running server reads users anew for every request.
public final class AdminDesk implements AutoCloseable {

    private final Database database;
    private final Accounts accounts;

    private AdminDesk(Database database, Accounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /// @param databaseUrl as [ServerConfig#databaseUrl]
    /// @throws IOException when there is no server's data
    public static AdminDesk open(Path data, @Nullable String databaseUrl) throws IOException {
        return open(data, databaseUrl, ServerConfig.Choices.normal().passwordIterations());
    }

    static AdminDesk open(Path data, @Nullable String databaseUrl, int passwordIterations)
            throws IOException {
        Path file = data.resolve("nadir.db");
        if (!Files.isRegularFile(databaseUrl == null ? file : data.resolve("secret.key"))) {
            throw new IOException(
                    "There is no Nadir data in the folder "
                            + data.toAbsolutePath()
                            + "; name the right one with --data");
        }
        Database database = Database.open(databaseUrl, file);
        try {
            var accounts =
                    new Accounts(
                            database.jdbi(),
                            data.resolve("secret.key"),
                            Duration.ofHours(6),
                            passwordIterations,
                            Clock.systemUTC(),
                            OutsideCheck.none());
            return new AdminDesk(database, accounts);
        } catch (IOException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    public boolean hasUser(String username) {
        return accounts.users().find(username).isPresent();
    }

    /// Sets a user's password, and ends the user's sessions.
    ///
    /// @throws IOException when there is no such user
    public void resetPassword(String username, String password) throws IOException {
        accounts.changePassword(user(username).id(), password);
    }

    /// @return the path of a link with which the user sets a new password, once, within a day
    /// @throws IOException when there is no such user
    public String resetLink(String username) throws IOException {
        return accounts.resets().open(user(username).id());
    }

    private User user(String username) throws IOException {
        return accounts.users()
                .find(username)
                .orElseThrow(() -> new IOException("There is no user named " + username));
    }

    @Override
    public void close() {
        database.close();
    }
}
