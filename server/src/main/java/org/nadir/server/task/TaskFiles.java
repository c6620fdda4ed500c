package org.nadir.server.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nadir.server.http.Chunks;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Upload;
import org.nadir.server.storage.MediaStore;

/// Brings received files into the folder of a task, whole or chunk by chunk.
final class TaskFiles {

    private final MediaStore store;
    private final Tasks tasks;
    private final Chunks chunks;

    TaskFiles(MediaStore store, Tasks tasks, Chunks chunks) {
        this.store = store;
        this.tasks = tasks;
        this.chunks = chunks;
    }

    /// Adds the files of one request.
    ///
    /// @param scope whose upload it is; chunks of others never mix
    /// @return the files now complete, with their sizes; empty after a chunk that is not the last
    Map<String, Long> add(Task task, Upload upload, String scope) throws IOException {
        if (upload.files().isEmpty()) {
            throw Problem.rule("No files uploaded");
        }
        var done = new LinkedHashMap<String, Long>();
        try (Chunks.Complete complete = chunks.take(upload, scope)) {
            for (Chunks.WholeFile file : complete.files()) {
                done.put(file.name(), file.size());
                store.addInput(file.path(), task.projectId(), task.id(), file.name());
            }
        }
        if (!done.isEmpty()) {
            recount(task);
        }
        return done;
    }

    /// What the server has, for a client that goes on after a break.
    ObjectNode received(Task task, String scope) throws IOException {
        ObjectNode json = Json.object();
        var files = json.putArray("files");
        for (Path file : store.inputs(task.projectId(), task.id())) {
            files.addObject()
                    .put("name", file.getFileName().toString())
                    .put("size", Files.size(file));
        }
        json.set("chunks", chunks.pending(scope));
        return json;
    }

    void recount(Task task) throws IOException {
        tasks.filesChanged(
                task.id(),
                store.inputs(task.projectId(), task.id()).size(),
                store.size(task.projectId(), task.id()));
    }
}
