package org.nadir.server.plugin;

import java.security.SecureRandom;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.db.Micros;

/// The table of short names of tasks. Thread-safe.
public final class ShortLinks {

    private static final String LETTERS =
            "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;

    private final Jdbi jdbi;
    private final SecureRandom random = new SecureRandom();

    public ShortLinks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// The short name of a task, made now if it has none.
    public String of(long task) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate(
                            """
                            INSERT INTO shortlinks (short_id, task_id, created_at) VALUES (:id, :task, :now)
                            ON CONFLICT DO NOTHING
                            """)
                    .bind("id", fresh())
                    .bind("task", task)
                    .bind("now", Micros.now())
                    .execute();
            return handle.createQuery("SELECT short_id FROM shortlinks WHERE task_id = :task")
                    .bind("task", task)
                    .mapTo(String.class)
                    .one();
        });
    }

    private String fresh() {
        var id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /// The UUID of the task with a short name.
    public Optional<String> publicId(String shortId) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT tasks.public_id FROM shortlinks
                                JOIN tasks ON tasks.id = shortlinks.task_id WHERE short_id = :id
                                """)
                        .bind("id", shortId)
                        .mapTo(String.class)
                        .findOne());
    }
}
