package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeTest {
    @TempDir Path data;
    @TempDir Path scratch;

    @Test
    void makesAMap() {
        long t0 = System.nanoTime();
        try (var node = new FakeNode(Results.zip(Results.files(scratch)));
                var server = TestServer.start(data, node.address())) {
            System.out.println("started in " + (System.nanoTime() - t0) / 1e6);
            Client admin = server.admin();
            long p = server.project(admin, "x");
            var t = server.newTask(admin, p, Map.of("name", "Hello"));
            System.out.println(t.toPrettyString());
            var done = server.awaitStatus(admin, TestServer.task(p, t.path("id").asLong()), 40);
            System.out.println(done.toPrettyString());
            assertThat(done.path("available_assets").size()).isGreaterThan(5);
            System.out.println(admin.get(TestServer.task(p, 1) + "output/").text());
        }
        System.out.println("all in " + (System.nanoTime() - t0) / 1e6);
    }
}
