package org.nadir.server.http;

import org.jspecify.annotations.Nullable;

/// The place of one piece in the file that it belongs to, as the `dz*` fields of a form say it.
///
/// @param id the client's name for the file, safe as part of a file name
/// @param index from 0
/// @param count pieces of the whole file
/// @param offset first byte in the file; -1 when the client does not say: right behind the piece before
/// @param total bytes of the whole file; -1 when the client does not say
record Chunk(String id, long index, long count, long offset, long total) {

    private static final int MAX_ID = 100;

    /// @return null for requests with whole files: the fields count only when all are there and with one file
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
        if (safe.isEmpty() || safe.length() > MAX_ID) {
            throw Problem.rule("Invalid dzuuid");
        }
        long index = number(fields, "dzchunkindex");
        long count = number(fields, "dztotalchunkcount");
        if (index >= count) {
            throw Problem.rule("Invalid dzchunkindex: " + index + " of " + count);
        }
        return new Chunk(
                safe, index, count, offset(fields, index), numberOr(fields, "dztotalfilesize", -1));
    }

    private static long offset(Fields fields, long index) {
        if (fields.has("dzchunkbyteoffset")) {
            return number(fields, "dzchunkbyteoffset");
        }
        return index == 0 ? 0 : -1;
    }

    private static long numberOr(Fields fields, String name, long otherwise) {
        return fields.has(name) ? number(fields, name) : otherwise;
    }

    private static long number(Fields fields, String name) {
        String text = fields.text(name);
        String digits = text == null ? "" : text.strip().replaceFirst("\\.0+$", "");
        if (!digits.matches("[0-9]{1,18}")) {
            throw Problem.rule("Invalid " + name);
        }
        return Long.parseLong(digits);
    }

    boolean isLast() {
        return index + 1 == count;
    }
}
