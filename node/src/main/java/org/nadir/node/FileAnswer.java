package org.nadir.node;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers with a file, whole or the one byte range that was asked for (RFC 9110 §14).
final class FileAnswer {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private FileAnswer() {}

    static void send(Context ctx, Path file, String contentType) throws IOException {
        long size = Files.size(file);
        String tag =
                "\""
                        + Long.toHexString(Files.getLastModifiedTime(file).toMillis())
                        + "-"
                        + Long.toHexString(size)
                        + "\"";
        ctx.contentType(contentType)
                .header("Accept-Ranges", "bytes")
                .header("ETag", tag)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + file.getFileName() + "\"");
        long first = 0;
        long last = size - 1;
        String ifRange = ctx.header("If-Range");
        String wanted = ctx.header("Range");
        Matcher range =
                RANGE.matcher(
                        wanted == null || ifRange != null && !ifRange.equals(tag) ? "" : wanted);
        if (range.matches() && !(range.group(1).isEmpty() && range.group(2).isEmpty())) {
            if (range.group(1).isEmpty()) {
                first = Math.max(0, size - Long.parseLong(range.group(2)));
            } else {
                first = Long.parseLong(range.group(1));
                last =
                        range.group(2).isEmpty()
                                ? last
                                : Math.min(last, Long.parseLong(range.group(2)));
            }
            if (first > last || first >= size) {
                ctx.status(416).header("Content-Range", "bytes */" + size);
                return;
            }
            ctx.status(206).header("Content-Range", "bytes " + first + "-" + last + "/" + size);
        }
        ctx.res().setContentLengthLong(last - first + 1);
        if (!ctx.req().getMethod().equals("HEAD")) {
            copy(file, first, last - first + 1, ctx.outputStream());
        }
    }

    private static void copy(Path file, long first, long count, OutputStream out)
            throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(first);
            InputStream in = Channels.newInputStream(channel);
            var block = new byte[1 << 16];
            long left = count;
            while (left > 0) {
                int n = in.read(block, 0, (int) Math.min(block.length, left));
                if (n < 0) {
                    throw new IOException(file + " became shorter while it was sent");
                }
                out.write(block, 0, n);
                left -= n;
            }
        }
    }
}
