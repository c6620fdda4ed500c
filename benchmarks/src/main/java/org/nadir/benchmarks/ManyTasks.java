package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.Right;
import org.nadir.server.account.User;
import org.nadir.server.db.Database;
import org.nadir.server.db.Micros;

/// Fills a database: 10,000 projects of twenty users, 100,000 finished tasks, one project with a thousand of them. The user
/// `pilot` owns every twentieth project, sees half of all by the group Default, and every fifth by name.
final class ManyTasks {

    static final int PROJECTS = 10_000;
    static final int TASKS = 100_000;
    static final int IN_LARGE_PROJECT = 1000;
    private static final int USERS = 20;
    private static final String[] WORDS = {
        "North", "South", "Quarry", "Harbour", "Vineyard", "Bridge", "Orchard", "Dam", "Beach"
    };

    private final Random random = new Random(20_170_218);
    private final long start = Micros.now() - Duration.ofDays(1000).toNanos() / 1000;

    static void fill(Path data, @Nullable String databaseUrl) throws IOException {
        try (Database database = Database.open(databaseUrl, data.resolve("nadir.db"))) {
            var accounts =
                    new Accounts(
                            database.jdbi(),
                            data.resolve("secret.key"),
                            Duration.ofHours(1),
                            1000,
                            Clock.systemUTC());
            accounts.users().ensureDefaultGroup();
            long group = accounts.users().defaultGroup();
            List<Long> users = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                User user =
                        accounts.createUser(i == 0 ? "pilot" : "user" + i, "pilot password", false);
                users.add(user.id());
            }
            new ManyTasks().fill(database, users, group);
        }
    }

    private void fill(Database database, List<Long> users, long group) {
        List<Long> projects =
                database.jdbi().inTransaction(handle -> addProjects(handle, users, group));
        database.jdbi().useTransaction(handle -> addTasks(handle, projects));
        database.jdbi().useHandle(handle -> handle.execute("ANALYZE"));
    }

    private List<Long> addProjects(Handle handle, List<Long> users, long group) {
        var ids = new ArrayList<Long>(PROJECTS);
        try (PreparedBatch grants =
                        handle.prepareBatch(
                                "INSERT INTO project_user_grants VALUES (?, ?, ?)"
                                        + " ON CONFLICT DO NOTHING");
                PreparedBatch shares =
                        handle.prepareBatch("INSERT INTO project_group_grants VALUES (?, ?, ?)")) {
            for (int i = 0; i < PROJECTS; i++) {
                long owner = users.get(i % users.size());
                long id = addProject(handle, owner, i);
                ids.add(id);
                for (Right right : Right.values()) {
                    grants.add(id, owner, right.key());
                }
                if (i % 5 == 1) {
                    grants.add(id, users.getFirst(), Right.VIEW.key());
                }
                if (i % 2 == 0) {
                    shares.add(id, group, Right.VIEW.key());
                }
            }
            grants.execute();
            shares.execute();
        }
        return ids;
    }

    private long addProject(Handle handle, long owner, int i) {
        return handle.createQuery(
                        """
                        INSERT INTO projects (owner_id, name, description, created_at, tags)
                        VALUES (:owner, :name, 'A place that is flown over each spring', :at, :tags)
                        RETURNING id
                        """)
                .bind("owner", owner)
                .bind("name", word() + " field " + i)
                .bind("at", start + i * 8_000_000_000L)
                .bind("tags", i % 10 == 0 ? "survey corn" : "")
                .mapTo(Long.class)
                .one();
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private void addTasks(Handle handle, List<Long> projects) {
        String sql =
                """
                INSERT INTO tasks (public_id, project_id, name, created_at, options, status,
                    node_uuid, processing_time, upload_progress, running_progress, images_count,
                    size_bytes, available_assets, orthophoto_extent, dsm_extent, epsg,
                    orthophoto_bands, statistics)
                VALUES (?, ?, ?, ?, ?, ?, ?, 2197417, 1, 1, 180, 734003200, ?, ?, ?, 32615, ?, ?)
                """;
        try (PreparedBatch batch = handle.prepareBatch(sql)) {
            for (int i = 0; i < TASKS; i++) {
                batch.add(task(i, projects));
                if (batch.size() == 1000) {
                    batch.execute();
                }
            }
            batch.execute();
        }
    }

    private Object[] task(int i, List<Long> projects) {
        boolean inLarge = i < IN_LARGE_PROJECT;
        int project = inLarge ? 0 : 1 + (i - IN_LARGE_PROJECT) / 10;
        double west = -180 + random.nextDouble() * 359;
        double south = -60 + random.nextDouble() * 120;
        String extent = "[" + west + "," + south + "," + (west + 0.01) + "," + (south + 0.01) + "]";
        return new Object[] {
            new UUID(random.nextLong(), random.nextLong()).toString(),
            projects.get(project),
            "Flight of " + word() + " " + i,
            start + i * 800_000_000L,
            "[{\"name\":\"dsm\",\"value\":true},{\"name\":\"auto-boundary\",\"value\":true}]",
            i % 20 == 0 ? 30 : 40,
            new UUID(random.nextLong(), random.nextLong()).toString(),
            "[\"all.zip\",\"orthophoto.tif\",\"georeferenced_model.laz\",\"textured_model.zip\","
                    + "\"dtm.tif\",\"dsm.tif\",\"cameras.json\",\"shots.geojson\",\"report.pdf\"]",
            extent,
            extent,
            "[{\"name\":\"red\",\"description\":null},{\"name\":\"green\",\"description\":null},"
                    + "{\"name\":\"blue\",\"description\":null},{\"name\":\"alpha\",\"description\":null}]",
            "{\"pointcloud\":{\"points\":7123456},\"gsd\":4.2,\"area\":12345.6,"
                    + "\"start_date\":1466503200000,\"end_date\":1466503500000,\"spatial_refs\":[\"gps\"]}"
        };
    }
}
