package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many callers at the same time: every request gets its own answer, and nothing is lost.
@Timeout(90)
class ConcurrencyTest {

    @TempDir Path data;
    @TempDir Path scratch;

    @Test
    void manyWritersAndReadersDoNotHinderEachOther() throws Exception {
        try (var node = new FakeNode(Results.zip(Results.files(scratch)));
                var server = TestServer.start(data, node.address());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Client admin = server.admin();
            long project = server.project(admin, "Shared");
            var work = new ArrayList<Callable<Long>>();
            for (int i = 0; i < 24; i++) {
                Map<String, String> fields = Map.of("name", "t" + i);
                work.add(() -> {
                    long id = server.newTask(admin, project, fields).path("id").asLong();
                    admin.patch(task(project, id), Map.of("tags", List.of("x"))).expect(200);
                    admin.get(tasks(project)).expect(200);
                    server.awaitStatus(admin, task(project, id), 40);
                    return id;
                });
            }
            var ids = new HashSet<Long>();
            for (Future<Long> done : threads.invokeAll(work)) {
                ids.add(done.get());
            }
            assertThat(ids).hasSize(24);
            assertThat(node.created.get()).isEqualTo(24);
            assertThat(admin.get(tasks(project) + "?status=40").json()).hasSize(24);
        }
    }
}
