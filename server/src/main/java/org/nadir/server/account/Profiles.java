package org.nadir.server.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// The rows of profiles. Every user has a profile; a row is made when something in it is set. Thread-safe.
public final class Profiles {

    private static final String SELECT =
            """
            SELECT u.id, COALESCE(p.quota, -1) AS quota, p.cluster_id, p.oidc_sub, p.quota_deadline
            FROM users u LEFT JOIN profiles p ON p.user_id = u.id
            """;

    private final Jdbi jdbi;

    public Profiles(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<Profile> list() {
        return jdbi.withHandle(handle ->
                handle.createQuery(SELECT + " ORDER BY u.id")
                        .map((row, context) -> Profile.of(row))
                        .list());
    }

    /// Empty when there is no such user.
    public Optional<Profile> find(long userId) {
        return jdbi.withHandle(handle -> find(handle, userId));
    }

    private static Optional<Profile> find(Handle handle, long userId) {
        return handle.createQuery(SELECT + " WHERE u.id = :user")
                .bind("user", userId)
                .map((row, context) -> Profile.of(row))
                .findOne();
    }

    /// The user whom the identity provider knows by this name.
    public Optional<Profile> findByOidcSub(String sub) {
        return jdbi.withHandle(handle ->
                handle.createQuery(SELECT + " WHERE p.oidc_sub = :sub")
                        .bind("sub", sub)
                        .map((row, context) -> Profile.of(row))
                        .findOne());
    }

    public void setQuota(long userId, double megabytes) {
        set(userId, "quota", megabytes);
    }

    /// @param sub null to part the user from the identity provider; no two users may have the same
    public void setOidcSub(long userId, @Nullable String sub) {
        set(userId, "oidc_sub", sub);
    }

    /// @param deadline microseconds since 1970
    public void setQuotaDeadline(long userId, long deadline) {
        set(userId, "quota_deadline", deadline);
    }

    private void set(long userId, String column, @Nullable Object value) {
        jdbi.useTransaction(handle -> set(handle, userId, column, value));
    }

    private static void set(Handle handle, long userId, String column, @Nullable Object value) {
        handle.createUpdate(
                        """
                        INSERT INTO profiles (user_id, %1$s) VALUES (:user, :value)
                        ON CONFLICT (user_id) DO UPDATE SET %1$s = excluded.%1$s
                        """
                                .formatted(column))
                .bind("user", userId)
                .bind("value", value)
                .execute();
    }

    /// Changes the named columns together.
    ///
    /// @param columns of `quota`, `cluster_id`, `oidc_sub`
    /// @return empty, and nothing changed, when another user has this `oidc_sub`
    public Optional<Profile> update(long userId, Map<String, @Nullable Object> columns) {
        Object sub = columns.get("oidc_sub");
        try {
            return jdbi.inTransaction(handle -> {
                if (sub != null && isTaken(handle, sub, userId)) {
                    return Optional.empty();
                }
                columns.forEach((column, value) -> set(handle, userId, column, value));
                return find(handle, userId);
            });
        } catch (JdbiException lostTheRace) {
            if (sub != null && jdbi.withHandle(handle -> isTaken(handle, sub, userId))) {
                return Optional.empty();
            }
            throw lostTheRace;
        }
    }

    private static boolean isTaken(Handle handle, Object sub, long userId) {
        return handle.createQuery(
                                """
                                SELECT COUNT(*) FROM profiles
                                WHERE oidc_sub = :sub AND user_id <> :user
                                """)
                        .bind("sub", sub)
                        .bind("user", userId)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }
}
