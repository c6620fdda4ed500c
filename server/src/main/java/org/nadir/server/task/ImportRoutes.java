package org.nadir.server.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.nadir.server.download.RefusedUrlException;
import org.nadir.server.download.UrlGuard;
import org.nadir.server.http.Chunks;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Upload;
import org.nadir.server.http.Uploads;
import org.nadir.server.live.Changes;
import org.nadir.server.project.Project;
import org.nadir.server.project.ProjectAccess;
import org.nadir.server.storage.Folders;
import org.nadir.server.storage.MediaStore;

/// Imports over HTTP: of an archive that is uploaded or that a URL leads to, and of results one by one. What happens to them
/// then is in [org.nadir.server.work].
public final class ImportRoutes {

    private static final String DEFAULT_NAME = "Imported Task";
    private static final String FOLDER_URL = "file://";
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_URL = 4096;

    private final Tasks tasks;
    private final ProjectAccess access;
    private final MediaStore store;
    private final Uploads uploads;
    private final Chunks chunks;
    private final ExternalResults external;
    private final UrlGuard guard;
    private final boolean fromFolder;
    private final TaskJson json;
    private final Changes changes;

    /// @param guard checks the form of URLs
    /// @param fromFolder whether there is a folder on the server to import from
    public ImportRoutes(
            Tasks tasks,
            ProjectAccess access,
            MediaStore store,
            Uploads uploads,
            Chunks chunks,
            UrlGuard guard,
            boolean fromFolder,
            TaskJson json,
            Changes changes) {
        this.tasks = tasks;
        this.access = access;
        this.store = store;
        this.uploads = uploads;
        this.chunks = chunks;
        this.external = new ExternalResults(store, chunks);
        this.guard = guard;
        this.fromFolder = fromFolder;
        this.json = json;
        this.changes = changes;
    }

    public void addTo(RouteTable table) {
        String path = "/api/projects/{project}/tasks/import";
        table.post(path, access.takesTasks(), this::importArchive)
                .post(path + "/external/init", access.takesTasks(), this::init)
                .post(path + "/external/upload", access.takesTasks(), this::upload)
                .post(path + "/external/commit", access.takesTasks(), this::commit);
    }

    private void importArchive(Request request, ProjectAccess.Admitted admitted)
            throws IOException {
        try (Upload upload = uploads.receive(request)) {
            Fields fields = upload.fields();
            String name = name(fields);
            String url = url(fields);
            if (upload.files().isEmpty() == url.isEmpty() || upload.files().size() > 1) {
                throw Problem.rule("Cannot create task, you need either one file or a URL");
            }
            if (!url.isEmpty()) {
                created(request, create(admitted.project(), name, checked(url), null));
                return;
            }
            String scope = "import-" + admitted.caller().id() + "-" + admitted.project().id();
            try (Chunks.Complete complete = chunks.take(upload, scope)) {
                if (complete.files().isEmpty()) {
                    request.reply(Json.object().put("uploaded", true));
                    return;
                }
                Path archive = complete.files().getFirst().path();
                created(request, create(admitted.project(), name, "file://all.zip", archive));
            }
        }
    }

    private static String name(Fields fields) {
        var name = new String[] {DEFAULT_NAME};
        new FieldReader(fields)
                .text(
                        "name",
                        LONGEST_NAME,
                        text -> name[0] = text.isBlank() ? DEFAULT_NAME : text.strip())
                .check();
        return name[0];
    }

    private static String url(Fields fields) {
        String url = fields.text("url");
        return url == null ? "" : url.strip();
    }

    private String checked(String url) {
        if (url.length() > LONGEST_URL) {
            throw Problem.rule("Invalid URL: it is too long.");
        }
        if (fromFolder && url.startsWith(FOLDER_URL)) {
            return url;
        }
        try {
            return guard.check(url).toString();
        } catch (RefusedUrlException refused) {
            throw Problem.rule(String.valueOf(refused.getMessage()));
        }
    }

    private Task create(Project project, String name, String url, @Nullable Path archive)
            throws IOException {
        try (MediaStore.NewImport made = store.newImport()) {
            if (archive != null) {
                Files.move(
                        archive,
                        made.source().resolve(MediaStore.IMPORT_ARCHIVE),
                        StandardCopyOption.ATOMIC_MOVE);
            }
            return createFrom(project, name, url, made);
        }
    }

    private Task createFrom(Project project, String name, String url, MediaStore.NewImport made) {
        return tasks.createImport(
                project.id(), name, url, id -> store.adopt(made.task(), project.id(), id));
    }

    private void created(Request request, Task task) {
        changes.project(task.projectId());
        changes.task(task.projectId(), task.id());
        changes.wakeScheduler(task.id());
        request.reply(201, json.one(task));
    }

    private void init(Request request, ProjectAccess.Admitted admitted) throws IOException {
        request.reply(Json.object().put("uuid", external.begin(scope(admitted))));
    }

    private static String scope(ProjectAccess.Admitted admitted) {
        return admitted.caller().id() + "-" + admitted.project().id();
    }

    private void upload(Request request, ProjectAccess.Admitted admitted) throws IOException {
        try (Upload upload = uploads.receive(request)) {
            String kind = external.add(scope(admitted), upload);
            var reply = Json.object().put("uploaded", true);
            request.reply(kind == null ? reply : reply.put("done", true).put("asset", kind));
        }
    }

    private void commit(Request request, ProjectAccess.Admitted admitted) throws IOException {
        Fields fields = request.fields();
        String name = name(fields);
        Path area = external.find(scope(admitted), fields.text("uuid"));
        Path staged = area.resolve(ExternalResults.FILES);
        try (MediaStore.NewImport made = store.newImport()) {
            ExternalResults.check(staged);
            move(staged, made.source().resolve(MediaStore.IMPORT_EXTERNAL));
            created(request, createFrom(admitted.project(), name, "file://external", made));
        } finally {
            Folders.delete(area);
        }
    }

    private static void move(Path staged, Path target) throws IOException {
        try {
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException twice) {
            throw Problem.rule("Invalid uuid");
        }
    }
}
