package org.nadir.server.task;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Fields;
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
        Chunk chunk = Chunk.of(upload);
        for (Upload.UploadedFile file : upload.files()) {
            Path source = upload.path(file);
            if (chunk != null) {
                Path whole = join(chunk, source, scope);
                if (whole == null) {
                    return done;
                }
                source = whole;
            }
            done.put(file.name(), Files.size(source));
            store.addInput(source, task.projectId(), task.id(), file.name());
        }
        recount(task);
        return done;
    }

    /// Writes a chunk into the file it belongs to.
    ///
    /// @return the file once its last chunk is in, else null
    private @Nullable Path join(Chunk chunk, Path part, String scope) throws IOException {
        Path whole = store.temporary().resolve("chunks-" + scope + "-" + chunk.id());
        long known = Files.exists(whole) ? Files.size(whole) : 0;
        if (chunk.index() > 0 && chunk.offset() > known) {
            throw Problem.rule(
                    "Bytes before this chunk are missing: send the file again from its start.");
        }
        if (chunk.index() == 0) {
            Files.move(
                    part,
                    whole,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } else {
            copy(part, whole, chunk.offset());
        }
        return chunk.isLast() ? whole : null;
    }

    /// Copies one file into another at an offset, inside the kernel where that can be.
    private static void copy(Path part, Path whole, long offset) throws IOException {
        try (var in = FileChannel.open(part, StandardOpenOption.READ);
                var out = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            out.position(offset);
            long size = in.size();
            for (long at = 0; at < size; ) {
                at += in.transferTo(at, size - at, out);
            }
        }
    }

    void recount(Task task) throws IOException {
        tasks.filesChanged(
                task.id(),
                store.inputs(task.projectId(), task.id()).size(),
                store.size(task.projectId(), task.id()));
    }

    /// The place of one chunk in its file.
    ///
    /// @param id the client's name for the file, safe as part of a file name
    private record Chunk(String id, long index, long count, long offset) {

        /// Null for requests with whole files.
        static @Nullable Chunk of(Upload upload) {
            Fields fields = upload.fields();
            String id = fields.text("dzuuid");
            if (upload.files().size() != 1
                    || id == null
                    || !fields.has("dzchunkindex")
                    || !fields.has("dztotalchunkcount")) {
                return null;
            }
            String safe = id.replaceAll("[^0-9A-Za-z-]", "");
            if (safe.isEmpty() || safe.length() > 100) {
                throw Problem.rule("Invalid dzuuid");
            }
            return new Chunk(
                    safe,
                    number(fields, "dzchunkindex"),
                    number(fields, "dztotalchunkcount"),
                    fields.has("dzchunkbyteoffset") ? number(fields, "dzchunkbyteoffset") : 0);
        }

        private static long number(Fields fields, String name) {
            String text = fields.text(name);
            if (text == null || !text.matches("[0-9]{1,18}")) {
                throw Problem.rule("Invalid " + name);
            }
            return Long.parseLong(text);
        }

        boolean isLast() {
            return index + 1 >= count;
        }
    }
}
