package org.nadir.server.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends a file: whole or one range of it (RFC 9110 §14), with an entity tag, and without holding it in memory.
public final class FileReply {

    private static final int BLOCK = 1 << 17;

    private FileReply() {}

    public static void inline(Request request, Path file) throws IOException {
        send(request, file, "inline");
    }

    /// @param fileName the name that a browser saves under
    public static void attachment(Request request, Path file, String fileName) throws IOException {
        send(request, file, disposition(fileName));
    }

    /// A `Content-Disposition` for saving, readable by old and new clients (RFC 6266).
    public static String disposition(String fileName) {
        String plain = fileName.replaceAll("[^\\x20-\\x7e]", "_").replaceAll("[\"\\\\]", "_");
        String header = "attachment; filename=" + quoteIfNeeded(plain);
        if (plain.equals(fileName)) {
            return header;
        }
        return header
                + "; filename*=UTF-8''"
                + URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String quoteIfNeeded(String name) {
        return name.matches("[0-9A-Za-z._-]+") ? name : "\"" + name + "\"";
    }

    private static void send(Request request, Path file, String disposition) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        long size = attributes.size();
        String tag =
                "\""
                        + Long.toHexString(size)
                        + "-"
                        + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS))
                        + "\"";
        HttpServletResponse response = request.context().res();
        response.setHeader("ETag", tag);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Content-Disposition", disposition);
        response.setHeader("Cache-Control", "private, no-cache");
        response.setDateHeader("Last-Modified", attributes.lastModifiedTime().toMillis());
        if (isKnown(request.context().header("If-None-Match"), tag)) {
            response.setStatus(304);
            return;
        }
        String type = MediaTypes.of(file.getFileName().toString());
        response.setContentType(type);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (type.startsWith("text/html") || type.contains("xml")) {
            // Results come from nodes: a page among them must not act as a page of this site.
            response.setHeader("Content-Security-Policy", "sandbox");
        }
        String range = request.context().header("Range");
        String condition = request.context().header("If-Range");
        boolean changed = condition != null && !condition.equals(tag);
        ByteRange part =
                range == null || changed ? ByteRange.whole(size) : ByteRange.parse(range, size);
        if (part == null) {
            response.setHeader("Content-Range", "bytes */" + size);
            throw Problem.detail(416, "Requested range not satisfiable.");
        }
        if (part.partial()) {
            response.setStatus(206);
            response.setHeader(
                    "Content-Range", "bytes " + part.first() + "-" + (part.end() - 1) + "/" + size);
        }
        response.setContentLengthLong(part.end() - part.first());
        if (!request.isHead()) {
            copy(file, part, response.getOutputStream());
        }
    }

    private static boolean isKnown(@Nullable String header, String tag) {
        if (header == null) {
            return false;
        }
        if (header.strip().equals("*")) {
            return true;
        }
        for (String known : header.split(",")) {
            if (known.strip().replaceFirst("^W/", "").equals(tag)) {
                return true;
            }
        }
        return false;
    }

    private static void copy(Path file, ByteRange part, OutputStream out) throws IOException {
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            in.position(part.first());
            var block = ByteBuffer.allocate(BLOCK);
            long left = part.end() - part.first();
            while (left > 0) {
                block.clear().limit((int) Math.min(BLOCK, left));
                int n = in.read(block);
                if (n < 0) {
                    throw new IOException("File became shorter while it was sent: " + file);
                }
                out.write(block.array(), 0, n);
                left -= n;
            }
        }
    }

    /// A part of a file, end exclusive.
    record ByteRange(long first, long end, boolean partial) {

        static ByteRange whole(long size) {
            return new ByteRange(0, size, false);
        }

        /// @return null when the range lies outside; the whole file for forms that are not served (several ranges, other units)
        static @Nullable ByteRange parse(String header, long size) {
            var matcher =
                    java.util.regex.Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})")
                            .matcher(header.strip());
            if (!matcher.matches() || (matcher.group(1) + matcher.group(2)).isEmpty()) {
                return whole(size);
            }
            if (matcher.group(1).isEmpty()) {
                long suffix = Long.parseLong(matcher.group(2));
                return suffix == 0 || size == 0
                        ? null
                        : new ByteRange(Math.max(0, size - suffix), size, true);
            }
            long first = Long.parseLong(matcher.group(1));
            long last = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
            if (first >= size) {
                return null;
            }
            if (last < first) {
                return whole(size);
            }
            return new ByteRange(first, Math.min(last + 1, size), true);
        }
    }
}
