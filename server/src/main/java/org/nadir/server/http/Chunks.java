package org.nadir.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /// The complete files of a request; none after a piece that is not the last. Closed, by the thread that got it, when they are
    /// in their places: until then another request with the same piece waits, and cannot write into a file on its way.
    public static final class Complete implements AutoCloseable {
        private final List<WholeFile> files;
        private final @Nullable ChunkedFile joined;
        private final @Nullable ReentrantLock held;

        private Complete(
                List<WholeFile> files, @Nullable ChunkedFile joined, @Nullable ReentrantLock held) {
            this.files = List.copyOf(files);
            this.joined = joined;
            this.held = held;
        }

        public List<WholeFile> files() {
            return files;
        }

        /// Forgets the pieces of a file that was moved away; one that was not stays, and can be asked for again.
        @Override
        public void close() throws IOException {
            try {
                if (joined != null && !Files.exists(joined.content())) {
                    joined.delete();
                }
            } finally {
                if (held != null) {
                    held.unlock();
                }
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
            return new Complete(files, null, null);
        }
        Path place = folder.resolve(PREFIX + scope + "-" + chunk.id());
        ReentrantLock lock = locks[Math.floorMod(place.hashCode(), locks.length)];
        var whole = new ChunkedFile(place);
        boolean handedOver = false;
        lock.lock();
        try {
            if (!join(whole, chunk, upload, claim)) {
                return new Complete(List.of(), null, null);
            }
            UploadedFile part = upload.files().getFirst();
            Path content = whole.content();
            var file = new WholeFile(part.partName(), part.name(), content, Files.size(content));
            handedOver = true;
            return new Complete(List.of(file), whole, lock);
        } finally {
            if (!handedOver) {
                lock.unlock();
            }
        }
    }

    /// Checks whole files against what the client says of them.
    public void check(Upload upload) throws IOException {
        FileClaim claim = FileClaim.of(upload);
        for (UploadedFile file : upload.files()) {
            claim.check(upload.path(file));
        }
    }

    /// @return whether the file is complete
    private boolean join(ChunkedFile whole, Chunk chunk, Upload upload, FileClaim claim)
            throws IOException {
        UploadedFile part = upload.files().getFirst();
        whole.begin(chunk, part.name());
        long room = Files.getFileStore(folder).getUsableSpace();
        long offset = whole.place(chunk, part.size(), room);
        whole.write(upload.path(part), offset);
        whole.note(chunk, offset, part.size());
        if (!chunk.isLast()) {
            return false;
        }
        whole.finish(chunk);
        try {
            claim.check(whole.content());
        } catch (Problem otherBytes) {
            whole.delete();
            throw otherBytes;
        }
        return true;
    }

    /// The files of a scope of which pieces are here.
    public ArrayNode pending(String scope) throws IOException {
        ArrayNode list = Json.array();
        String prefix = PREFIX + scope + "-";
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (name.startsWith(prefix)) {
                    ObjectNode file = describe(entry, name.substring(prefix.length()));
                    if (file != null) {
                        list.add(file);
                    }
                }
            }
        }
        return list;
    }

    private static @Nullable ObjectNode describe(Path entry, String id) throws IOException {
        try {
            return new ChunkedFile(entry).describe(id);
        } catch (NoSuchFileException completed) {
            return null;
        }
    }
}
