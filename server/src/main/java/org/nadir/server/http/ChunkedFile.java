package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nadir.server.storage.Folders;

/// A file that comes in pieces, on disk: its bytes, each piece written at its place, and a list of the pieces that are in. The
/// list is written after the bytes, so what it names is there, whenever the server is killed.
final class ChunkedFile {

    private static final String CONTENT = "content";
    private static final String RECEIVED = "received";
    private static final String ABOUT = "about.json";
    private static final int NAMED_AT_MOST = 10;

    /// @param length bytes
    private record Piece(long offset, long length) {}

    private final Path folder;

    ChunkedFile(Path folder) {
        this.folder = folder;
    }

    Path content() {
        return folder.resolve(CONTENT);
    }

    /// Makes the folder ready for a piece. A first piece of another file under the same name puts an end to the earlier one.
    void begin(Chunk chunk, String name) throws IOException {
        JsonNode about = about();
        boolean same =
                about != null
                        && about.path("count").asLong() == chunk.count()
                        && about.path("total").asLong() == chunk.total()
                        && Files.exists(content());
        if (same) {
            return;
        }
        if (about != null && chunk.index() > 0 && Files.exists(content())) {
            throw Problem.rule(
                    "This chunk belongs to another file than those before it: send the file again"
                            + " from its start.");
        }
        Folders.delete(folder);
        Files.createDirectories(folder);
        Folders.writeAtomically(
                folder.resolve(ABOUT),
                Json.bytes(
                        Json.object()
                                .put("name", name)
                                .put("count", chunk.count())
                                .put("total", chunk.total())));
        Files.createFile(content());
    }

    private @Nullable JsonNode about() throws IOException {
        Path file = folder.resolve(ABOUT);
        return Files.exists(file) ? Json.parse(Files.readString(file)) : null;
    }

    /// Where a piece goes.
    ///
    /// @throws Problem for places that cannot be
    long place(Chunk chunk, long length, long room) throws IOException {
        long offset = chunk.offset();
        if (offset < 0) {
            Piece before = pieces().get(chunk.index() - 1);
            if (before == null) {
                throw Problem.rule(
                        "Bytes before this chunk are missing: send the file again from its start.");
            }
            offset = before.offset() + before.length();
        }
        long end = Math.addExact(offset, length);
        long have = pieces().values().stream().mapToLong(Piece::length).sum();
        boolean beyond = chunk.total() >= 0 && end > chunk.total();
        // A place that the disk can never reach would be a hole of that size.
        if (beyond
                || end > Math.addExact(have, length) + room
                || (chunk.index() == 0 && offset != 0)) {
            throw Problem.rule("Invalid dzchunkbyteoffset: " + offset);
        }
        return offset;
    }

    void write(Path part, long offset) throws IOException {
        try (var out = new RandomAccessFile(content().toFile(), "rw");
                var in = Files.newInputStream(part)) {
            out.seek(offset);
            var block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                out.write(block, 0, n);
            }
        }
    }

    void note(Chunk chunk, long offset, long length) throws IOException {
        Files.writeString(
                folder.resolve(RECEIVED),
                "\n" + chunk.index() + " " + offset + " " + length + " ;",
                StandardCharsets.US_ASCII,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /// By index; of a piece that came several times, the last.
    private Map<Long, Piece> pieces() throws IOException {
        var pieces = new TreeMap<Long, Piece>();
        Path list = folder.resolve(RECEIVED);
        if (!Files.exists(list)) {
            return pieces;
        }
        for (String line : Files.readAllLines(list, StandardCharsets.US_ASCII)) {
            String[] words = line.split(" ");
            // A line without its end was cut off by a kill.
            if (words.length == 4 && words[3].equals(";")) {
                pieces.put(
                        Long.valueOf(words[0]),
                        new Piece(Long.parseLong(words[1]), Long.parseLong(words[2])));
            }
        }
        return pieces;
    }

    /// Checks that nothing is missing, and cuts off what an earlier, longer try left behind the end.
    ///
    /// @throws Problem that names what is missing
    void finish(Chunk last) throws IOException {
        Map<Long, Piece> pieces = pieces();
        checkAll(pieces, last.count());
        long end = 0;
        for (Map.Entry<Long, Piece> entry : pieces.entrySet()) {
            if (entry.getValue().offset() != end) {
                throw Problem.rule(
                        "Bytes "
                                + end
                                + " to "
                                + entry.getValue().offset()
                                + " of the file do not fit its chunks: send it again from its"
                                + " start.");
            }
            end += entry.getValue().length();
        }
        if (last.total() >= 0 && last.total() != end) {
            delete();
            throw Problem.rule(
                    "The file has "
                            + end
                            + " bytes and not the "
                            + last.total()
                            + " of dztotalfilesize: send it again.");
        }
        try (var out = new RandomAccessFile(content().toFile(), "rw")) {
            out.setLength(end);
        }
    }

    private static void checkAll(Map<Long, Piece> pieces, long count) {
        if (pieces.size() == count) {
            return;
        }
        List<String> missing = new ArrayList<>();
        for (long i = 0; i < count && missing.size() < NAMED_AT_MOST; i++) {
            if (!pieces.containsKey(i)) {
                missing.add(Long.toString(i));
            }
        }
        long more = count - pieces.size() - missing.size();
        throw Problem.rule(
                "Missing chunks: "
                        + String.join(", ", missing)
                        + (more > 0 ? " and " + more + " more" : "")
                        + ". Send them, then the last chunk again.");
    }

    /// What is here, for a client that goes on after a break; null when nothing is.
    @Nullable ObjectNode describe(String id) throws IOException {
        JsonNode about = about();
        if (about == null || !Files.exists(content())) {
            return null;
        }
        Map<Long, Piece> pieces = pieces();
        ObjectNode json = Json.object().put("dzuuid", id).put("name", about.path("name").asText());
        json.put("count", about.path("count").asLong());
        var received = json.putArray("received");
        pieces.keySet().forEach(received::add);
        return json.put("bytes", pieces.values().stream().mapToLong(Piece::length).sum());
    }

    void delete() throws IOException {
        Folders.delete(folder);
    }
}
