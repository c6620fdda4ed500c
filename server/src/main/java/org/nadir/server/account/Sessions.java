package org.nadir.server.account;

import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.db.Micros;

/// Browser sessions. The database keeps only a digest of each cookie. Thread-safe.
public final class Sessions {

    public static final Duration LIFE = Duration.ofDays(14);

    /// A session that is good now.
    public record Session(long userId, String csrf) {}

    /// What a browser is given.
    public record Opened(String token, String csrf) {}

    private final Jdbi jdbi;

    public Sessions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Opened open(long userId) {
        var opened = new Opened(Secrets.token(), Secrets.token());
        jdbi.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM sessions WHERE expires_at < :now")
                    .bind("now", Micros.now())
                    .execute();
            handle.createUpdate(
                            """
                            INSERT INTO sessions (token_hash, user_id, csrf, expires_at)
                            VALUES (:hash, :user, :csrf, :expires)
                            """)
                    .bind("hash", Secrets.sha256(opened.token()))
                    .bind("user", userId)
                    .bind("csrf", opened.csrf())
                    .bind("expires", Micros.now() + LIFE.toNanos() / 1000)
                    .execute();
        });
        return opened;
    }

    public Optional<Session> find(String token) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT user_id, csrf FROM sessions
                                WHERE token_hash = :hash AND expires_at > :now
                                """)
                        .bind("hash", Secrets.sha256(token))
                        .bind("now", Micros.now())
                        .map((row, context) -> new Session(row.getLong(1), row.getString(2)))
                        .findOne());
    }

    /// Ends all sessions of a user.
    public void closeAll(long userId) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM sessions WHERE user_id = :user")
                        .bind("user", userId)
                        .execute());
    }

    public void close(String token) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM sessions WHERE token_hash = :hash")
                        .bind("hash", Secrets.sha256(token))
                        .execute());
    }
}
