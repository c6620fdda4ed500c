package org.nadir.server.http;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Joins files that come in chunks, one request each (the `dz…` fields). A chunk is written at its offset, so that one sent
/// twice does no harm.
public final class Chunks {

    private Chunks() {}

    /// The file that a request brings to its end.
    ///
    /// @param temporary where files grow
    /// @param scope whose upload it is, and where to; chunks of others never mix
    /// @param mostBytes size beyond which a file is refused
    /// @return the file as received when it came whole; null while chunks are missing
    public static @Nullable Path whole(
            Upload upload, Upload.UploadedFile file, Path temporary, String scope, long mostBytes)
            throws IOException {
        Chunk chunk = Chunk.of(upload);
        if (file.size() > mostBytes - (chunk == null ? 0 : Math.min(mostBytes, chunk.offset()))) {
            throw Problem.rule(file.name() + " is too large.");
        }
        return chunk == null
                ? upload.path(file)
                : join(
                        chunk,
                        upload.path(file),
                        temporary.resolve("chunks-" + scope + "-" + chunk.id()));
    }

    /// @return the whole file once its last chunk is in, else null
    private static @Nullable Path join(Chunk chunk, Path part, Path whole) throws IOException {
        long known = Files.exists(whole) ? Files.size(whole) : 0;
        if (chunk.index() > 0 && chunk.offset() > known) {
            throw Problem.rule(
                    "Bytes before this chunk are missing: send the file again from its start.");
        }
        try (var out = new RandomAccessFile(whole.toFile(), "rw")) {
            if (chunk.index() == 0) {
                out.setLength(0);
            }
            out.seek(chunk.index() == 0 ? 0 : chunk.offset());
            try (var in = Files.newInputStream(part)) {
                var block = new byte[1 << 16];
                for (int n = in.read(block); n >= 0; n = in.read(block)) {
                    out.write(block, 0, n);
                }
            }
        }
        return chunk.isLast() ? whole : null;
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
