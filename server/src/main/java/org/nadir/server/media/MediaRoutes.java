package org.nadir.server.media;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nadir.server.account.Right;
import org.nadir.server.http.Chunks;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.FileReply;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Upload;
import org.nadir.server.http.Uploads;
import org.nadir.server.live.Changes;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;
import org.nadir.server.task.Tasks;

/// Media files over HTTP.
public final class MediaRoutes {

    private static final long MOST_BYTES = 128L << 30;
    private static final int LONGEST_DESCRIPTION = 4096;

    private final TaskAccess access;
    private final MediaStore store;
    private final Uploads uploads;
    private final Changes changes;
    private final MediaFiles files;
    private final MediaViews views;

    public MediaRoutes(
            Tasks tasks, TaskAccess access, MediaStore store, Uploads uploads, Changes changes) {
        this.access = access;
        this.store = store;
        this.uploads = uploads;
        this.changes = changes;
        this.files = new MediaFiles(store, tasks);
        this.views = new MediaViews(files);
    }

    public void addTo(RouteTable table) {
        String task = "/api/projects/{project}/tasks/{task}/";
        String one = task + "media/manage/{file}";
        table.get(task + "media/", access.viewOrPublic(), this::list)
                .get(task + "media.geojson", access.viewOrPublic(), this::geoJson)
                .post(task + "media/upload", access.needs(Right.CHANGE), this::upload)
                .get(one, access.viewOrPublic(), this::read)
                .patch(one, access.needs(Right.CHANGE), this::describe)
                .delete(one, access.needs(Right.CHANGE), this::delete)
                .get(task + "media/download/{file}", access.viewOrPublic(), this::download)
                .get(task + "media/thumbnail/{file}", access.viewOrPublic(), views::thumbnail)
                .get(
                        task + "media/video/{file}/flightpath.geojson",
                        access.viewOrPublic(),
                        views::flightPath)
                .get(
                        task + "media/panorama/{file}/tiles/{level}/{face}/{row}/{column}",
                        access.viewOrPublic(),
                        views::panoramaTile);
    }

    private void list(Request request, TaskAccess.Admitted admitted) throws IOException {
        request.reply(array(files.list(admitted.task())));
    }

    private static ArrayNode array(List<MediaEntry> entries) {
        ArrayNode array = Json.array();
        entries.forEach(entry -> array.add(entry.json()));
        return array;
    }

    private void geoJson(Request request, TaskAccess.Admitted admitted) throws IOException {
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (MediaEntry entry : files.list(admitted.task())) {
            List<Double> place = entry.facts().geolocation();
            if (place != null) {
                ObjectNode feature = features.addObject().put("type", "Feature");
                ArrayNode coordinates =
                        feature.putObject("geometry").put("type", "Point").putArray("coordinates");
                place.forEach(coordinates::add);
                feature.set("properties", entry.properties());
            }
        }
        request.reply(collection);
    }

    private void upload(Request request, TaskAccess.Admitted admitted) throws IOException {
        Task task = admitted.task();
        String scope = "media-" + request.requireCaller().id() + "-" + task.id();
        try (Upload upload = uploads.receive(request)) {
            if (upload.files().isEmpty()) {
                throw Problem.rule("No files uploaded");
            }
            var names = new ArrayList<String>();
            ObjectNode reply = Json.object().put("success", true);
            ObjectNode uploaded = reply.putObject("uploaded");
            for (Upload.UploadedFile file : upload.files()) {
                Optional<String> name = MediaNames.clean(file.name());
                if (name.isEmpty()) {
                    continue;
                }
                Path whole = Chunks.whole(upload, file, store.temporary(), scope, MOST_BYTES);
                if (whole != null) {
                    uploaded.put(file.name(), java.nio.file.Files.size(whole));
                    files.add(task, whole, name.get());
                    names.add(name.get());
                }
            }
            reply.set("added", added(task, names));
            request.reply(reply);
        }
    }

    private ArrayNode added(Task task, List<String> names) throws IOException {
        var entries = new ArrayList<MediaEntry>();
        for (String name : names) {
            files.find(task, name).ifPresent(entries::add);
        }
        if (!names.isEmpty()) {
            changed(task);
        }
        return array(entries);
    }

    private void changed(Task task) throws IOException {
        files.recount(task);
        changes.task(task.projectId(), task.id());
    }

    private void read(Request request, TaskAccess.Admitted admitted) throws IOException {
        request.reply(
                files.find(admitted.task(), request.path("file"))
                        .orElseThrow(Problem::notFound)
                        .json());
    }

    private void describe(Request request, TaskAccess.Admitted admitted) throws IOException {
        String name = request.path("file");
        if (files.find(admitted.task(), name).isEmpty()) {
            throw Problem.notFound();
        }
        var description = new ArrayList<String>();
        new FieldReader(request.fields())
                .text("description", Integer.MAX_VALUE, description::add)
                .check();
        for (String text : description) {
            files.describe(admitted.task(), name, cut(text));
        }
        request.success();
    }

    /// At most so many characters; a character of two halves is not cut in the middle.
    private static String cut(String text) {
        int length = Math.min(text.length(), LONGEST_DESCRIPTION);
        boolean halved =
                length > 0
                        && length < text.length()
                        && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, halved ? length - 1 : length);
    }

    private void delete(Request request, TaskAccess.Admitted admitted) throws IOException {
        if (!files.delete(admitted.task(), request.path("file"))) {
            throw Problem.notFound();
        }
        changed(admitted.task());
        request.success();
    }

    private void download(Request request, TaskAccess.Admitted admitted) throws IOException {
        FileReply.inline(
                request,
                files.file(admitted.task(), request.path("file")).orElseThrow(Problem::notFound));
    }
}
