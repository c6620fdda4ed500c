package org.nadir.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Upload.UploadedFile;

/// The files of requests, be they whole or in pieces, checked against what the client says of them. Pieces may come in any
/// order, several times, and across restarts of the server; the last one by its index asks for the whole. Thread-safe.
public final class Chunks {

    private static final String PREFIX = "chunks-";

    /// A file that is complete.
    ///
    /// @param path where it waits to be moved to its place
    public record WholeFile(String partName, String name, Path path, long size) {}

    /// The complete files of a request; none after a piece that is not the last. Closed when they are in their places.
    public static final class Complete implements AutoCloseable {
        private final List<WholeFile> files;
        private final @Nullable ChunkedFile joined;

        private Complete(List<WholeFile> files, @Nullable ChunkedFile joined) {
            this.files = List.copyOf(files);
            this.joined = joined;
        }

        public List<WholeFile> files() {
            return files;
        }

        /// Forgets the pieces of a file that was moved away; one that was not stays, and can be asked for again.
        @Override
        public void close() throws IOException {
            if (joined != null && !Files.exists(joined.content())) {
                joined.delete();
            }
        }
    }

    private final Path folder;

    /// Pieces of one file are put in one after the other; which lock that takes depends on the place alone.
    private final ReentrantLock[] locks = new ReentrantLock[64];

    /// @param folder where pieces wait; on the same disk as the final place of the files
    public Chunks(Path folder) {
        this.folder = folder;
        Arrays.setAll(locks, any -> new ReentrantLock());
    }

    /// @param scope whose files these are, safe as part of a file name; pieces of different scopes never mix
    /// @throws Problem for pieces that fit nowhere, and for files that are not what the client says
    public Complete take(Upload upload, String scope) throws IOException {
        FileClaim claim = FileClaim.of(upload);
        Chunk chunk = Chunk.of(upload);
        if (chunk == null) {
            check(upload);
            var files = new ArrayList<WholeFile>();
            for (UploadedFile file : upload.files()) {
                files.add(
                        new WholeFile(
                                file.partName(), file.name(), upload.path(file), file.size()));
            }
            return new Complete(files, null);
        }
        Path place = folder.resolve(PREFIX + scope + "-" + chunk.id());
        ReentrantLock lock = locks[Math.floorMod(place.hashCode(), locks.length)];
        lock.lock();
        try {
            return join(new ChunkedFile(place), chunk, upload, claim);
        } finally {
            lock.unlock();
        }
    }

    /// Checks whole files against what the client says of them.
    public void check(Upload upload) throws IOException {
        FileClaim claim = FileClaim.of(upload);
        for (UploadedFile file : upload.files()) {
            claim.check(upload.path(file));
        }
    }

    private Complete join(ChunkedFile whole, Chunk chunk, Upload upload, FileClaim claim)
            throws IOException {
        UploadedFile part = upload.files().getFirst();
        whole.begin(chunk, part.name());
        long room = Files.getFileStore(folder).getUsableSpace();
        long offset = whole.place(chunk, part.size(), room);
        whole.write(upload.path(part), offset);
        whole.note(chunk, offset, part.size());
        if (!chunk.isLast()) {
            return new Complete(List.of(), null);
        }
        whole.finish(chunk);
        try {
            claim.check(whole.content());
        } catch (Problem otherBytes) {
            whole.delete();
            throw otherBytes;
        }
        long size = Files.size(whole.content());
        var file = new WholeFile(part.partName(), part.name(), whole.content(), size);
        return new Complete(List.of(file), whole);
    }

    /// The files of a scope of which pieces are here.
    public ArrayNode pending(String scope) throws IOException {
        ArrayNode list = Json.array();
        String prefix = PREFIX + scope + "-";
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (name.startsWith(prefix)) {
                    ObjectNode file =
                            new ChunkedFile(entry).describe(name.substring(prefix.length()));
                    if (file != null) {
                        list.add(file);
                    }
                }
            }
        }
        return list;
    }
}
