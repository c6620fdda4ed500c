package org.nadir.server.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nadir.server.http.Chunks;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Upload;
import org.nadir.server.storage.MediaStore;

/// Brings received files into the folder of a task, whole or chunk by chunk.
final class TaskFiles {

    private final MediaStore store;
    private final Tasks tasks;

    TaskFiles(MediaStore store, Tasks tasks) {
        this.store = store;
        this.tasks = tasks;
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
        for (Upload.UploadedFile file : upload.files()) {
            Path source = Chunks.whole(upload, file, store.temporary(), scope, Long.MAX_VALUE);
            if (source == null) {
                return done;
            }
            done.put(file.name(), Files.size(source));
            store.addInput(source, task.projectId(), task.id(), file.name());
        }
        recount(task);
        return done;
    }

    void recount(Task task) throws IOException {
        tasks.filesChanged(
                task.id(),
                store.inputs(task.projectId(), task.id()).size(),
                store.size(task.projectId(), task.id()));
    }
}
