package org.nadir.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nadir.server.account.Right;

/// A server with something for every route to work on, and everybody who may come: people with different rights, and people
/// without an account who were given the address of something public. For tests that visit all routes.
final class Walk implements AutoCloseable {

    /// Who comes. Those without an account differ in what they were given the address of.
    enum Role {
        ANONYMOUS,
        STRANGER,
        VIEWER,
        CHANGER,
        OWNER,
        STAFF,
        SUPER,
        PUBLIC_TASK,
        PUBLIC_PROJECT,
        PUBLIC_EDIT;

        boolean hasAccount() {
            return ordinal() > 0 && ordinal() <= SUPER.ordinal();
        }

        private boolean isGivenUuid() {
            return ordinal() > SUPER.ordinal();
        }
    }

    /// A project with one task.
    record Place(long project, String projectUuid, long task, String taskUuid) {}

    /// What the other names in paths stand for.
    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("asset", "orthophoto.tif"),
                    Map.entry("path", "cameras.json"),
                    Map.entry("file", "a.jpg"),
                    Map.entry("layer", "orthophoto"),
                    Map.entry("type", "orthophoto"),
                    Map.entry("level", "1"),
                    Map.entry("face", "f"),
                    Map.entry("row", "0"),
                    Map.entry("column", "0.jpg"),
                    Map.entry("provider", "0"),
                    Map.entry("link", "unknown"),
                    Map.entry("id", "unknown"),
                    Map.entry("record", "1"),
                    Map.entry("plugin", "shortlinks"),
                    Map.entry("job", "unknown"));

    private final FakeNode node;
    private final TestServer server;
    private final Map<Role, Client> clients = new java.util.EnumMap<>(Role.class);
    private final Map<Role, Place> places = new java.util.EnumMap<>(Role.class);
    private final Map<String, String> values = new java.util.HashMap<>(VALUES);

    private Walk(FakeNode node, TestServer server) {
        this.node = node;
        this.server = server;
    }

    static Walk start(Path data, Path scratch) {
        var node = new FakeNode(Results.zip(Results.files(scratch)));
        var walk = new Walk(node, TestServer.start(data, node.address()));
        walk.prepare();
        return walk;
    }

    private void prepare() {
        for (Role role : Role.values()) {
            clients.put(role, server.anonymous());
            if (role.hasAccount() && role != Role.SUPER) {
                server.addUser(name(role), "pw");
                clients.put(role, server.anonymous().login(name(role), "pw"));
            }
        }
        clients.put(Role.SUPER, server.admin());
        TestDatabase.execute(
                server.data(), "UPDATE users SET is_staff = TRUE WHERE username = 'staff'");
        Place hidden = finished(false, Map.of());
        for (Role role : Role.values()) {
            places.put(role, hidden);
        }
        places.put(Role.PUBLIC_TASK, finished(false, Map.of("public", true)));
        places.put(Role.PUBLIC_PROJECT, finished(true, Map.of()));
        places.put(Role.PUBLIC_EDIT, finished(false, Map.of("public", true, "public_edit", true)));
        JsonNode tiles =
                client(Role.OWNER)
                        .get(
                                TestServer.task(hidden.project(), hidden.task())
                                        + "orthophoto/tiles.json")
                        .expect(200)
                        .json();
        values.putAll(tile(tiles));
        values.put("node", firstId("/api/processingnodes/"));
        values.put("preset", newPreset());
        values.put("token", newToken());
        values.put("user", userId(Role.STRANGER));
        values.put("group", Long.toString(server.inside().accounts().users().defaultGroup()));
    }

    private static String name(Role role) {
        return role.name().toLowerCase(java.util.Locale.ROOT);
    }

    private String userId(Role role) {
        return Long.toString(
                server.inside().accounts().users().find(name(role)).orElseThrow().id());
    }

    private Place finished(boolean publicProject, Map<String, Object> change) {
        Client owner = client(Role.OWNER);
        long project = sharedProject(publicProject);
        JsonNode made = server.newTask(owner, project, Map.of("name", "Field"));
        long task = made.path("id").asLong();
        server.awaitStatus(owner, TestServer.task(project, task), 40);
        owner.patch(TestServer.task(project, task), change).expect(200);
        addMedia(project, task);
        return new Place(project, publicId(project), task, made.path("public_id").asText());
    }

    /// A project of the owner that the others have their rights to.
    private long sharedProject(boolean isPublic) {
        Client owner = client(Role.OWNER);
        long project = server.project(owner, "Walk");
        grant(project, Role.VIEWER, EnumSet.of(Right.VIEW));
        grant(project, Role.CHANGER, EnumSet.of(Right.VIEW, Right.CHANGE));
        if (isPublic) {
            owner.patch("/api/projects/" + project + "/", Map.of("public", true)).expect(200);
        }
        return project;
    }

    private String publicId(long project) {
        String id =
                client(Role.OWNER)
                        .get("/api/projects/" + project + "/")
                        .json()
                        .path("public_id")
                        .asText();
        return id.equals("null") || id.isEmpty() ? "00000000-0000-4000-8000-000000000000" : id;
    }

    private void grant(long project, Role role, Set<Right> rights) {
        server.inside()
                .projects()
                .grant(
                        project,
                        server.inside().accounts().users().find(name(role)).orElseThrow().id(),
                        rights);
    }

    /// The address of a tile in the middle of a layer.
    private static Map<String, String> tile(JsonNode tiles) {
        JsonNode bounds = tiles.path("bounds");
        int z = tiles.path("maxzoom").asInt() - 3;
        double longitude = (bounds.path(0).asDouble() + bounds.path(2).asDouble()) / 2;
        double latitude =
                Math.toRadians((bounds.path(1).asDouble() + bounds.path(3).asDouble()) / 2);
        double y = 1 - Math.log(Math.tan(latitude) + 1 / Math.cos(latitude)) / Math.PI;
        int side = 1 << z;
        return Map.of(
                "z", Integer.toString(z),
                "x", Integer.toString((int) ((longitude + 180) / 360 * side)),
                "y", (int) (y / 2 * side) + ".png");
    }

    private String firstId(String path) {
        return client(Role.SUPER).get(path).expect(200).json().path(0).path("id").asText();
    }

    private String newPreset() {
        return client(Role.OWNER)
                .post("/api/presets/", Map.of("name", "p", "options", List.of()))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private String newToken() {
        return client(Role.OWNER)
                .post("/api/tokens/", Map.of("name", "t", "scopes", List.of("read")))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    private String newGroup() {
        return client(Role.SUPER)
                .post("/api/admin/groups/", Map.of("name", "group " + java.util.UUID.randomUUID()))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    /// A panorama among the media of a task.
    private void addMedia(long project, long task) {
        client(Role.OWNER)
                .form(
                        TestServer.task(project, task) + "media/upload",
                        Map.of(),
                        new Client.FilePart("file", "a.jpg", panorama()))
                .expect(200);
    }

    private static byte[] panorama() {
        var jpeg = new java.io.ByteArrayOutputStream();
        try {
            javax.imageio.ImageIO.write(
                    new java.awt.image.BufferedImage(
                            256, 128, java.awt.image.BufferedImage.TYPE_INT_RGB),
                    "jpg",
                    jpeg);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return jpeg.toByteArray();
    }

    TestServer server() {
        return server;
    }

    Client client(Role role) {
        return java.util.Objects.requireNonNull(clients.get(role));
    }

    /// The path as this role is given it.
    String path(String pattern, Role role) {
        return path(pattern, role, java.util.Objects.requireNonNull(places.get(role)), values);
    }

    /// As [#path], to things made for this call alone: a project with an unfinished task, a node, a preset.
    String pathToNewThings(String pattern, Role role) {
        var fresh = new java.util.HashMap<>(values);
        if (pattern.contains("{preset}")) {
            fresh.put("preset", newPreset());
        }
        if (pattern.contains("{group}")) {
            fresh.put("group", newGroup());
        }
        if (pattern.contains("{token}")) {
            fresh.put("token", newToken());
        }
        if (pattern.contains("{node}")) {
            JsonNode made =
                    client(Role.SUPER)
                            .post(
                                    "/api/processingnodes/",
                                    Map.of("hostname", "127.0.0.1", "port", 9))
                            .expect(201)
                            .json();
            fresh.put("node", made.path("id").asText());
        }
        if (pattern.contains("{user}")) {
            String name = "fresh" + fresh.hashCode() + System.nanoTime();
            server.addUser(name, "pw");
            fresh.put(
                    "user",
                    Long.toString(
                            server.inside().accounts().users().find(name).orElseThrow().id()));
        }
        Place place = unfinished(role);
        if (pattern.contains("/media/")) {
            addMedia(place.project(), place.task());
        }
        return path(pattern, role, place, fresh);
    }

    private Place unfinished(Role role) {
        long project = sharedProject(role == Role.PUBLIC_PROJECT);
        Client owner = client(Role.OWNER);
        JsonNode made =
                owner.form(
                                TestServer.tasks(project),
                                Map.of("partial", "true"),
                                Client.FilePart.image("a.jpg"))
                        .expect(201)
                        .json();
        long task = made.path("id").asLong();
        boolean open = role == Role.PUBLIC_TASK || role == Role.PUBLIC_EDIT;
        if (open) {
            owner.patch(
                            TestServer.task(project, task),
                            Map.of("public", true, "public_edit", role == Role.PUBLIC_EDIT))
                    .expect(200);
        }
        return new Place(project, publicId(project), task, made.path("public_id").asText());
    }

    private static String path(String pattern, Role role, Place place, Map<String, String> values) {
        String task = role.isGivenUuid() ? place.taskUuid() : Long.toString(place.task());
        String path =
                pattern.replace("{project}", Long.toString(place.project()))
                        .replace("{task}", pattern.startsWith("/public/") ? place.taskUuid() : task)
                        .replace("{public}", place.projectUuid())
                        .replace("{uuid}", place.projectUuid());
        for (Map.Entry<String, String> value : values.entrySet()) {
            path =
                    path.replace("{" + value.getKey() + "}", value.getValue())
                            .replace("<" + value.getKey() + ">", value.getValue());
        }
        if (path.matches(".*[{<].*")) {
            throw new AssertionError("Say in Walk what the name in this path stands for: " + path);
        }
        return path;
    }

    /// Sends the request of a line.
    Answer send(Role role, RouteRow row) {
        String path = row.isNew() ? pathToNewThings(row.path(), role) : path(row.path(), role);
        return send(role, row.method(), path, row.body());
    }

    /// Sends a request and takes the head and the first bytes of its answer: some answers never end.
    ///
    /// @param body `-` for none, `photos` for a form with two files, else JSON
    Answer send(Role role, String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(client(role).base() + path));
        if (!client(role).headers().isEmpty()) {
            request.headers(client(role).headers().toArray(String[]::new));
        }
        switch (body) {
            case "-" -> request.method(method, BodyPublishers.noBody());
            case "photos" ->
                    request.method(method, BodyPublishers.ofString(PHOTOS))
                            .header("Content-Type", "multipart/form-data; boundary=edge");
            default ->
                    request.method(method, BodyPublishers.ofString(body))
                            .header("Content-Type", "application/json");
        }
        try {
            var response =
                    client(role)
                            .http()
                            .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (var in = response.body()) {
                String type = response.headers().firstValue("Content-Type").orElse("");
                boolean endless = type.startsWith("text/event-stream");
                byte[] bytes = endless ? new byte[0] : in.readNBytes(1 << 20);
                return new Answer(response.statusCode(), type, bytes);
            }
        } catch (IOException failure) {
            throw new AssertionError(method + " " + path + " failed", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /// What came back.
    ///
    /// @param bytes the first of them
    record Answer(int status, String type, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static final String PHOTOS =
            """
            --edge
            Content-Disposition: form-data; name="images"; filename="a.jpg"

            photo a
            --edge
            Content-Disposition: form-data; name="images"; filename="b.jpg"

            photo b
            --edge--
            """
                    .replace("\n", "\r\n");

    @Override
    public void close() {
        server.close();
        node.close();
    }
}
