package org.nadir.server.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.hook.Outbox;
import org.nadir.server.hook.Webhooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Room that users may take. Who takes more is given a deadline; when it passes, the newest tasks are marked for removal until
/// the rest fits. What is on its way out no longer counts, so that looking twice removes nothing more. Thread-safe.
public final class Quotas {

    private static final Logger LOG = LoggerFactory.getLogger(Quotas.class);
    private static final double MEGABYTE = 1048576;

    private static final String USED =
            """
            (SELECT COALESCE(SUM(t.size_bytes), 0) FROM tasks t
             JOIN projects j ON j.id = t.project_id
             WHERE j.owner_id = u.id AND j.deleting = FALSE
               AND (t.pending_action IS NULL OR t.pending_action <> 2))
            """;

    /// A task that was marked for removal.
    public record Removal(long projectId, long taskId) {}

    private record Account(
            long userId, String username, double quota, @Nullable Long deadline, long usedBytes) {

        static Account of(ResultSet row) throws SQLException {
            return new Account(
                    row.getLong("id"),
                    row.getString("username"),
                    row.getDouble("quota"),
                    Micros.orNull(row, "quota_deadline"),
                    row.getLong("used"));
        }

        boolean isOver() {
            return quota >= 0 && usedBytes > quota * MEGABYTE;
        }
    }

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Duration grace;

    /// @param grace from the first look that finds a user above the quota to the deadline
    public Quotas(Jdbi jdbi, Outbox outbox, Duration grace) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.grace = grace;
    }

    /// As the API writes deadlines.
    public static long epochSeconds(long micros) {
        return TimeUnit.MICROSECONDS.toSeconds(micros);
    }

    public double usedMegabytes(long userId) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT " + USED + " FROM users u WHERE u.id = :user")
                        .bind("user", userId)
                        .mapTo(Long.class)
                        .one())
                / MEGABYTE;
    }

    /// Looks at everybody who has a quota: sets, clears and enforces deadlines. May end at any line and begin anew.
    ///
    /// @return what the scheduler has to remove now
    public List<Removal> enforce() {
        List<Long> users =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT user_id FROM profiles
                                        WHERE quota >= 0 OR quota_deadline IS NOT NULL
                                        ORDER BY user_id
                                        """)
                                .mapTo(Long.class)
                                .list());
        var removals = new ArrayList<Removal>();
        for (long user : users) {
            removals.addAll(jdbi.inTransaction(handle -> settle(handle, user)));
        }
        return removals;
    }

    private List<Removal> settle(Handle handle, long userId) {
        Optional<Account> found = account(handle, userId);
        if (found.isEmpty()) {
            return List.of();
        }
        Account account = found.get();
        Long deadline = account.deadline();
        if (!account.isOver()) {
            clearDeadline(handle, userId);
            return List.of();
        }
        if (deadline == null) {
            setDeadline(handle, account);
            return List.of();
        }
        return deadline <= Micros.now() ? removeNewest(handle, account) : List.of();
    }

    private static Optional<Account> account(Handle handle, long userId) {
        return handle.createQuery(
                        """
                        SELECT u.id, u.username, p.quota, p.quota_deadline,
                        """
                                + USED
                                + """
                                 AS used
                                FROM users u JOIN profiles p ON p.user_id = u.id
                                WHERE u.id = :user
                                """)
                .bind("user", userId)
                .map((row, context) -> Account.of(row))
                .findOne();
    }

    private static void clearDeadline(Handle handle, long userId) {
        handle.createUpdate(
                        """
                        UPDATE profiles SET quota_deadline = NULL
                        WHERE user_id = :user AND quota_deadline IS NOT NULL
                        """)
                .bind("user", userId)
                .execute();
    }

    private void setDeadline(Handle handle, Account account) {
        long deadline = Micros.now() + TimeUnit.MILLISECONDS.toMicros(grace.toMillis());
        int set =
                handle.createUpdate(
                                """
                                UPDATE profiles SET quota_deadline = :deadline
                                WHERE user_id = :user AND quota_deadline IS NULL
                                """)
                        .bind("deadline", deadline)
                        .bind("user", account.userId())
                        .execute();
        if (set == 1) {
            outbox.quotaExceeded(
                    handle,
                    new Webhooks.QuotaExceeded(
                            account.username(),
                            account.usedBytes() / MEGABYTE,
                            account.quota(),
                            epochSeconds(deadline)));
        }
    }

    private static List<Removal> removeNewest(Handle handle, Account account) {
        record Sized(long projectId, long taskId, long bytes) {}
        List<Sized> newestFirst =
                handle.createQuery(
                                """
                                SELECT t.project_id, t.id, t.size_bytes FROM tasks t
                                JOIN projects j ON j.id = t.project_id
                                WHERE j.owner_id = :user AND j.deleting = FALSE
                                  AND (t.pending_action IS NULL OR t.pending_action <> 2)
                                  AND t.size_bytes > 0
                                ORDER BY t.created_at DESC, t.id DESC
                                """)
                        .bind("user", account.userId())
                        .map((row, context) ->
                                new Sized(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .list();
        var removals = new ArrayList<Removal>();
        double left = account.usedBytes() - account.quota() * MEGABYTE;
        for (Sized task : newestFirst) {
            if (left <= 0) {
                break;
            }
            handle.createUpdate(
                            """
                            UPDATE tasks SET pending_action = 2, last_error = NULL,
                                partial = FALSE, next_step_at = 0
                            WHERE id = :id
                            """)
                    .bind("id", task.taskId())
                    .execute();
            removals.add(new Removal(task.projectId(), task.taskId()));
            left -= task.bytes();
        }
        LOG.info(
                "{} is above the quota of {} MB since its deadline: {} tasks are removed",
                account.username(),
                account.quota(),
                removals.size());
        return removals;
    }
}
