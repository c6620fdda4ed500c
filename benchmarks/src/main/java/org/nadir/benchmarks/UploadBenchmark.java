package org.nadir.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/// Uploads through the API, half as whole files of 100 MB and half in chunks of 8 MB, against what the same client gets through
/// to a server that only writes bodies to files ([FileSink]). Both are sent by `curl` over loopback, in turns, so that whatever
/// else the machine does hits both. Run it with `./nadir bench upload [MEGABYTES]`; 2,000 MB without a number.
public final class UploadBenchmark {

    private static final int USUAL = 2000;
    private static final int FILE = 100;
    private static final int CHUNK = 8;
    private static final int CHUNKS = 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final Path file;
    private final ServerProcess server;
    private final ServerProcess sink;
    private String token = "";

    private UploadBenchmark(Path folder, Path file, ServerProcess server, ServerProcess sink) {
        this.folder = folder;
        this.file = file;
        this.server = server;
        this.sink = sink;
    }

    public static void main(String[] args) throws Exception {
        int megabytes = args.length > 0 ? Integer.parseInt(args[0]) : USUAL;
        try (Scratch scratch = Scratch.create()) {
            Path folder = scratch.folder();
            Path file = randomFile(folder.resolve("photo.jpg"));
            Path bodies = Files.createDirectory(folder.resolve("bodies"));
            try (var server = ServerProcess.serve(folder.resolve("data"), java.util.List.of());
                    var sink =
                            ServerProcess.start(
                                    java.util.List.of(
                                            FileSink.class.getName(), bodies.toString()))) {
                new UploadBenchmark(folder, file, server, sink).run(megabytes);
            }
        }
    }

    private static Path randomFile(Path file) throws IOException {
        var random = new Random(20_170_218);
        var block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < FILE; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return file;
    }

    /// Megabytes and seconds, summed up.
    private static final class Sum {
        private double megabytes;
        private double seconds;

        void add(double more, double taken) {
            megabytes += more;
            seconds += taken;
        }

        double rate() {
            return megabytes / seconds;
        }
    }

    private void run(int megabytes) throws IOException, InterruptedException {
        token =
                json("/api/token-auth/", "{\"username\":\"admin\",\"password\":\"admin\"}", 200)
                        .path("token")
                        .asText();
        long project = json("/api/projects/", "{\"name\":\"Uploads\"}", 201).path("id").asLong();
        Path[] chunks = cut();
        round(project, chunks, new Sum(), new Sum(), new Sum(), new Sum());
        double resident = server.residentMegabytes();
        server.forgetPeak();
        double processor = server.processorSeconds();
        var whole = new Sum();
        var wholeSink = new Sum();
        var parts = new Sum();
        var partsSink = new Sum();
        while (whole.megabytes + parts.megabytes < megabytes) {
            round(project, chunks, whole, wholeSink, parts, partsSink);
        }
        double peak = server.peakMegabytes();
        System.out.printf(
                Locale.ROOT,
                """
                ### Uploads, %.0f MB over loopback

                Java %s, %d processors

                | what | through the API | to a bare file sink | share |
                |---|---|---|---|
                | whole files of %d MB | %.0f MB/s | %.0f MB/s | %.0f %% |
                | chunks of %d MB | %.0f MB/s | %.0f MB/s | %.0f %% |

                Resident memory of the server %.0f MB before, at most %.0f MB: %.0f MB more; %.1f ms of processor a megabyte
                """,
                whole.megabytes + parts.megabytes,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                FILE,
                whole.rate(),
                wholeSink.rate(),
                100 * whole.rate() / wholeSink.rate(),
                CHUNK,
                parts.rate(),
                partsSink.rate(),
                100 * parts.rate() / partsSink.rate(),
                resident,
                peak,
                peak - resident,
                1000
                        * (server.processorSeconds() - processor)
                        / (whole.megabytes + parts.megabytes));
    }

    private Path[] cut() throws IOException {
        byte[] all = Files.readAllBytes(file);
        var chunks = new Path[CHUNKS];
        for (int i = 0; i < CHUNKS; i++) {
            chunks[i] = folder.resolve("chunk" + i);
            Files.write(
                    chunks[i],
                    java.util.Arrays.copyOfRange(all, i * CHUNK << 20, (i + 1) * CHUNK << 20));
        }
        return chunks;
    }

    /// One file whole and once more in chunks, to both servers; what arrived is compared and deleted.
    private void round(
            long project, Path[] chunks, Sum whole, Sum wholeSink, Sum parts, Sum partsSink)
            throws IOException, InterruptedException {
        String tasks = "/api/projects/" + project + "/tasks/";
        long task = json(tasks, "{\"partial\":true}", 201).path("id").asLong();
        String upload = server.address() + tasks + task + "/upload/";
        wholeSink.add(FILE, curl(lines -> lines.append(body(sink.address(), file))));
        whole.add(FILE, curl(lines -> lines.append(form(upload, file, "whole.jpg", ""))));
        partsSink.add(
                CHUNK * CHUNKS,
                curl(lines -> {
                    for (int i = 0; i < CHUNKS; i++) {
                        lines.append(i == 0 ? "" : "next\n")
                                .append(body(sink.address(), chunks[i]));
                    }
                }));
        parts.add(
                CHUNK * CHUNKS,
                curl(lines -> {
                    for (int i = 0; i < CHUNKS; i++) {
                        lines.append(i == 0 ? "" : "next\n")
                                .append(form(upload, chunks[i], "parts.jpg", place(i)));
                    }
                }));
        Path arrived =
                folder.resolve("data/media/project")
                        .resolve(Long.toString(project))
                        .resolve("task")
                        .resolve(Long.toString(task));
        check(arrived.resolve("whole.jpg"), (long) FILE << 20);
        check(arrived.resolve("parts.jpg"), (long) CHUNK * CHUNKS << 20);
        json(tasks + task + "/remove/", "{}", 200);
        while (Files.exists(arrived)) {
            Thread.sleep(20);
        }
        Scratch.delete(folder.resolve("bodies"));
        Files.createDirectory(folder.resolve("bodies"));
    }

    private static String place(int chunk) {
        return "form-string = \"dzuuid=bench\"\nform-string = \"dzchunkindex="
                + chunk
                + "\"\nform-string = \"dztotalchunkcount="
                + CHUNKS
                + "\"\nform-string = \"dzchunkbyteoffset="
                + ((long) chunk * CHUNK << 20)
                + "\"\n";
    }

    private static String body(String address, Path file) {
        return "url = \"%s\"\ndata-binary = \"@%s\"\n".formatted(address, file) + COMMON;
    }

    private String form(String address, Path file, String name, String fields) {
        return "url = \"%s\"\n%sform = \"images=@%s;filename=%s\"\nheader = \"Authorization: JWT %s\"\n"
                        .formatted(address, fields, file, name, token)
                + COMMON;
    }

    private static final String COMMON =
            "header = \"Expect:\"\noutput = \"/dev/null\"\nfail\nsilent\nshow-error\n";

    /// Runs curl with these settings.
    ///
    /// @return seconds
    private double curl(Consumer<StringBuilder> settings) throws IOException, InterruptedException {
        var lines = new StringBuilder();
        settings.accept(lines);
        Path file = folder.resolve("curl.txt");
        Files.writeString(file, lines);
        long begin = System.nanoTime();
        Process curl =
                new ProcessBuilder("curl", "-K", file.toString()).redirectErrorStream(true).start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (curl.waitFor() != 0) {
            throw new IOException("curl: " + output);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private void check(Path arrived, long size) throws IOException {
        try (var sent = Files.newInputStream(file);
                var got = Files.newInputStream(arrived)) {
            var a = new byte[1 << 20];
            for (long at = 0; at < size; at += a.length) {
                sent.readNBytes(a, 0, a.length);
                if (!java.util.Arrays.equals(a, got.readNBytes(a.length))) {
                    throw new IllegalStateException(arrived + " differs from what was sent");
                }
            }
        }
        if (Files.size(arrived) != size) {
            throw new IllegalStateException(arrived + " is of another size than was sent");
        }
    }

    private JsonNode json(String path, String body, int wanted)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.address() + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "JWT " + token);
        }
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != wanted) {
            throw new IOException(path + ": " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }
}
