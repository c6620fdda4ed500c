package org.nadir.server.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Scope;

/// The rows of API tokens: what a user gives to programs instead of the password. Thread-safe.
public final class ApiTokens {

    /// How every token begins, so that one that got lost is easily found and told from others.
    static final String PREFIX = "nadir_";

    /// Requests come by the hundred; when a token was last used need not be known better than this.
    private static final Duration USE_PRECISION = Duration.ofMinutes(1);

    /// A row. Moments are microseconds since 1970.
    public record Token(
            long id,
            long userId,
            String name,
            Scope scope,
            long createdAt,
            @Nullable Long expiresAt,
            @Nullable Long lastUsedAt) {

        static Token of(ResultSet row) throws SQLException {
            return new Token(
                    row.getLong("id"),
                    row.getLong("user_id"),
                    row.getString("name"),
                    new Scope(row.getBoolean("can_write"), Micros.orNull(row, "project_id")),
                    row.getLong("created_at"),
                    Micros.orNull(row, "expires_at"),
                    Micros.orNull(row, "last_used_at"));
        }

        boolean isExpired(Instant now) {
            return expiresAt != null && expiresAt <= Micros.of(now);
        }
    }

    /// A token with its secret, which is known at this moment only.
    public record Issued(Token token, String secret) {}

    private final Jdbi jdbi;
    private final Clock clock;

    ApiTokens(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public Issued create(long userId, String name, Scope scope, @Nullable Long expiresAt) {
        String secret = PREFIX + Secrets.token();
        Token token =
                jdbi.inTransaction(handle ->
                        handle.createQuery(
                                        """
                                        INSERT INTO api_tokens (user_id, name, secret_hash,
                                            can_write, project_id, created_at, expires_at)
                                        VALUES (:user, :name, :hash, :write, :project, :now, :expires)
                                        RETURNING *
                                        """)
                                .bind("user", userId)
                                .bind("name", name)
                                .bind("hash", Secrets.sha256(secret))
                                .bind("write", scope.write())
                                .bind("project", scope.project())
                                .bind("now", Micros.of(clock.instant()))
                                .bind("expires", expiresAt)
                                .map((row, context) -> Token.of(row))
                                .one());
        return new Issued(token, secret);
    }

    public List<Token> list(long userId) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM api_tokens WHERE user_id = :user ORDER BY id")
                        .bind("user", userId)
                        .map((row, context) -> Token.of(row))
                        .list());
    }

    public Optional<Token> find(long userId, long id) {
        return list(userId).stream().filter(token -> token.id() == id).findFirst();
    }

    /// @return whether the user had such a token
    public boolean delete(long userId, long id) {
        return jdbi.inTransaction(handle ->
                handle.createUpdate("DELETE FROM api_tokens WHERE id = :id AND user_id = :user")
                                .bind("id", id)
                                .bind("user", userId)
                                .execute()
                        > 0);
    }

    /// The token with this secret; notes that it was used.
    Optional<Token> use(String secret) {
        Optional<Token> token =
                jdbi.withHandle(handle ->
                        handle.createQuery("SELECT * FROM api_tokens WHERE secret_hash = :hash")
                                .bind("hash", Secrets.sha256(secret))
                                .map((row, context) -> Token.of(row))
                                .findOne());
        token.filter(this::isUseUnknown).ifPresent(this::noteUse);
        return token;
    }

    private boolean isUseUnknown(Token token) {
        Instant now = clock.instant();
        Long last = token.lastUsedAt();
        return !token.isExpired(now)
                && (last == null || last < Micros.of(now.minus(USE_PRECISION)));
    }

    private void noteUse(Token token) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("UPDATE api_tokens SET last_used_at = :now WHERE id = :id")
                        .bind("now", Micros.of(clock.instant()))
                        .bind("id", token.id())
                        .execute());
    }
}
