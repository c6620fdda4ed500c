package org.nadir.server.asset;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.nadir.server.http.FileReply;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;
import org.nadir.server.task.TaskBackup;

/// Result files and source photos over HTTP.
public final class AssetRoutes {

    private static final String ABSENT = "Asset does not exist";

    private static final long MEGABYTE = 1 << 20;

    private final TaskAccess access;
    private final MediaStore store;
    private final CloudForms clouds;
    private final LightModels models;

    public AssetRoutes(TaskAccess access, MediaStore store) {
        this.access = access;
        this.store = store;
        this.clouds = new CloudForms();
        this.models = new LightModels(store);
    }

    public void addTo(RouteTable table) {
        String task = "/api/projects/{project}/tasks/{task}/";
        table.get(task + "download/{asset}", access.viewOrPublic(), this::download)
                .get(task + "backup", access.viewOrPublic(), this::backup)
                .get(task + "assets/<path>", access.viewOrPublic(), this::raw)
                .get(task + "textured_model", access.viewOrPublic(), this::model)
                .get(task + "images/download/{file}", access.viewOrPublic(), this::image)
                .get(
                        task + "images/thumbnail/{file}",
                        access.viewOrPublic(),
                        (request, admitted) ->
                                ImageThumbnails.send(request, photo(request, admitted.task())));
    }

    private void download(Request request, TaskAccess.Admitted admitted) throws IOException {
        AssetCatalog.Asset asset =
                AssetCatalog.find(request.path("asset")).orElseThrow(AssetRoutes::absent);
        Task task = admitted.task();
        if (!isAvailable(task, asset)) {
            throw absent();
        }
        Path path = store.assets(task.projectId(), task.id()).resolve(asset.path());
        String name = fileName(request, task, asset.name());
        if (asset.folder()) {
            sendZip(request, asset, path, name);
            return;
        }
        clouds.ensure(asset, path);
        if (!Files.isRegularFile(path)) {
            throw absent();
        }
        if (request.context().queryParam("inline") != null) {
            FileReply.inline(request, path);
        } else {
            FileReply.attachment(request, path, name);
        }
    }

    /// The model with textures small enough for the caller's kind of device.
    private void model(Request request, TaskAccess.Admitted admitted) throws IOException {
        Task task = admitted.task();
        AssetCatalog.Asset asset =
                AssetCatalog.find("textured_model.glb").orElseThrow(AssetRoutes::absent);
        Path model = store.assets(task.projectId(), task.id()).resolve(asset.path());
        if (!Files.isRegularFile(model)) {
            throw absent();
        }
        String platform = request.query("platform");
        long most =
                switch (platform == null ? "" : platform.toLowerCase(Locale.ROOT)) {
                    case "ios" -> 5 * MEGABYTE;
                    case "mobile" -> 60 * MEGABYTE;
                    default -> 120 * MEGABYTE;
                };
        Path light = models.within(model, task.id(), most);
        FileReply.attachment(request, light, fileName(request, task, asset.name()));
    }

    private static boolean isAvailable(Task task, AssetCatalog.Asset asset) {
        for (var name : task.result().availableAssets()) {
            if (name.asText().equals(asset.name())) {
                return true;
            }
        }
        return false;
    }

    private static Problem absent() {
        return Problem.notFound(ABSENT);
    }

    /// The task's name and the asset's, unless the caller wants another.
    private static String fileName(Request request, Task task, String asset) {
        String wanted = request.query("filename");
        if (wanted != null) {
            return wanted.replaceAll("[\\p{Cntrl}/\\\\]", "");
        }
        String prefix = safeName(task.name());
        return prefix.isEmpty() ? asset : prefix + "-" + asset;
    }

    /// A task's name as part of file names.
    public static String safeName(String name) {
        return name.replaceAll("[ /]", "-").replaceAll("[^0-9A-Za-z_-]", "").replaceAll("-+", "-");
    }

    private static void sendZip(Request request, AssetCatalog.Asset asset, Path folder, String name)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw absent();
        }
        sendZip(request, StoredZip.of(folder, path -> !path.equals(asset.without())), name);
    }

    /// The whole folder of the task, and its fields.
    private void backup(Request request, TaskAccess.Admitted admitted) throws IOException {
        Task task = admitted.task();
        Path folder = store.task(task.projectId(), task.id());
        // A task without files has no folder.
        StoredZip files =
                Files.isDirectory(folder)
                        ? StoredZip.of(
                                folder,
                                path -> MediaStore.isLasting(path) && !path.equals(TaskBackup.FILE))
                        : StoredZip.empty();
        sendZip(
                request,
                files.with(TaskBackup.FILE, TaskBackup.bytes(task)),
                fileName(request, task, "backup.zip"));
    }

    private static void sendZip(Request request, StoredZip zip, String name) throws IOException {
        HttpServletResponse response = request.context().res();
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", FileReply.disposition(name));
        response.setContentLengthLong(zip.length());
        if (!request.isHead()) {
            zip.writeTo(response.getOutputStream());
        }
    }

    private void raw(Request request, TaskAccess.Admitted admitted) throws IOException {
        Task task = admitted.task();
        Optional<Path> file =
                MediaStore.fileInside(
                        store.assets(task.projectId(), task.id()), request.path("path"));
        FileReply.inline(request, file.orElseThrow(AssetRoutes::absent));
    }

    private void image(Request request, TaskAccess.Admitted admitted) throws IOException {
        Path image = photo(request, admitted.task());
        FileReply.attachment(request, image, image.getFileName().toString());
    }

    private Path photo(Request request, Task task) throws IOException {
        Path folder = store.task(task.projectId(), task.id());
        return MediaStore.fileInside(folder, request.path("file"))
                .filter(path -> path.equals(folder.resolve(path.getFileName())))
                .orElseThrow(AssetRoutes::absent);
    }
}
