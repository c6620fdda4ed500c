package org.nadir.server.account;

import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.db.Micros;

/// The rows of one-time links with which a user sets a new password. Thread-safe.
public final class PasswordResets {

    static final Duration LIFE = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final Clock clock;

    PasswordResets(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// A new link for the user; earlier ones no longer work.
    ///
    /// @return the path of the link
    public String open(long userId) {
        String token = Secrets.token();
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            """
                            DELETE FROM password_resets
                            WHERE user_id = :user OR expires_at <= :now
                            """)
                    .bind("user", userId)
                    .bind("now", Micros.of(clock.instant()))
                    .execute();
            handle.createUpdate(
                            """
                            INSERT INTO password_resets (token_hash, user_id, expires_at)
                            VALUES (:hash, :user, :expires)
                            """)
                    .bind("hash", Secrets.sha256(token))
                    .bind("user", userId)
                    .bind("expires", Micros.of(clock.instant().plus(LIFE)))
                    .execute();
        });
        return "/reset/" + userId + "/" + token + "/";
    }

    boolean isGood(long userId, String token) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                        """
                                        SELECT COUNT(*) FROM password_resets
                                        WHERE token_hash = :hash AND user_id = :user
                                          AND expires_at > :now
                                        """)
                                .bind("hash", Secrets.sha256(token))
                                .bind("user", userId)
                                .bind("now", Micros.of(clock.instant()))
                                .mapTo(Long.class)
                                .one()
                        > 0);
    }

    /// Uses the link up: of several at the same time, one gets true.
    boolean take(long userId, String token) {
        return jdbi.inTransaction(handle ->
                handle.createUpdate(
                                        """
                                        DELETE FROM password_resets
                                        WHERE token_hash = :hash AND user_id = :user
                                          AND expires_at > :now
                                        """)
                                .bind("hash", Secrets.sha256(token))
                                .bind("user", userId)
                                .bind("now", Micros.of(clock.instant()))
                                .execute()
                        > 0);
    }

    void voidAll(long userId) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM password_resets WHERE user_id = :user")
                        .bind("user", userId)
                        .execute());
    }
}
