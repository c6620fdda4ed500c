package org.nadir.server.asset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;

/// A binary glTF file (Khronos glTF 2.0, §4): its description, and its binary part by buffer views, which stays on the disk.
/// For one thread.
final class Glb implements AutoCloseable {

    private static final int MAGIC = 0x46546C67;
    private static final int JSON_CHUNK = 0x4E4F534A;
    private static final int BINARY_CHUNK = 0x004E4942;
    private static final int LARGEST_JSON = 64 << 20;
    private static final int BLOCK = 1 << 16;

    private final FileChannel channel;
    private final ObjectNode json;
    private final long binaryAt;
    private final long binaryLength;

    private Glb(FileChannel channel, ObjectNode json, long binaryAt, long binaryLength) {
        this.channel = channel;
        this.json = json;
        this.binaryAt = binaryAt;
        this.binaryLength = binaryLength;
    }

    /// Opens a file.
    ///
    /// @throws IOException when it is no binary glTF 2 in one piece
    static Glb open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return read(channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure instanceof IOException io ? io : new IOException("Not a GLB", failure);
        }
    }

    private static Glb read(FileChannel channel) throws IOException {
        ByteBuffer head = bytes(channel, 0, 20);
        long jsonLength = head.getInt(12) & 0xFFFFFFFFL;
        if (head.getInt(0) != MAGIC
                || head.getInt(4) != 2
                || head.getInt(16) != JSON_CHUNK
                || jsonLength > LARGEST_JSON) {
            throw new IOException("Not a binary glTF 2");
        }
        byte[] text = bytes(channel, 20, (int) jsonLength).array();
        if (!(Json.parse(new String(text, StandardCharsets.UTF_8)) instanceof ObjectNode json)) {
            throw new IOException("A glTF without an object");
        }
        ByteBuffer chunk = bytes(channel, 20 + jsonLength, 8);
        long length = chunk.getInt(0) & 0xFFFFFFFFL;
        if (chunk.getInt(4) != BINARY_CHUNK || 28 + jsonLength + length > channel.size()) {
            throw new IOException("A binary glTF without its binary part");
        }
        return new Glb(channel, json, 28 + jsonLength, length);
    }

    private static ByteBuffer bytes(FileChannel channel, long at, int count) throws IOException {
        if (at + count > channel.size()) {
            throw new IOException("A file that is cut off");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new IOException("A file that is cut off");
            }
        }
        return bytes.flip();
    }

    /// Whether its parts can be moved: all in the one buffer of the file, and none addressed in another way.
    boolean isPlain() {
        boolean plain = json.path("buffers").size() == 1 && !json.path("buffers").get(0).has("uri");
        for (JsonNode view : json.path("bufferViews")) {
            plain &= view.path("buffer").asInt() == 0 && !view.has("extensions");
        }
        return plain;
    }

    /// The pictures: their buffer views, in order; −1 for those elsewhere.
    List<Integer> pictures() {
        var views = new ArrayList<Integer>();
        json.path("images").forEach(image -> views.add(image.path("bufferView").asInt(-1)));
        return views;
    }

    /// The content of a buffer view.
    byte[] view(int index) throws IOException {
        long[] place = place(index);
        return bytes(channel, place[0], Math.toIntExact(place[1])).array();
    }

    /// Begin in the file and length of a buffer view.
    private long[] place(int index) throws IOException {
        JsonNode view = json.path("bufferViews").path(index);
        long offset = view.path("byteOffset").asLong();
        long length = view.path("byteLength").asLong(-1);
        if (offset < 0 || length < 0 || offset > binaryLength - length) {
            throw new IOException("A buffer view outside of its buffer");
        }
        return new long[] {binaryAt + offset, length};
    }

    /// Writes the file with other contents for some buffer views.
    ///
    /// @param changed by buffer view, null for those that stay
    void write(Path target, List<byte @Nullable []> changed) throws IOException {
        ObjectNode copy = json.deepCopy();
        JsonNode views = copy.path("bufferViews");
        long offset = 0;
        for (int i = 0; i < views.size(); i++) {
            byte[] content = changed.get(i);
            long length = content == null ? place(i)[1] : content.length;
            ((ObjectNode) views.get(i)).put("byteOffset", offset).put("byteLength", length);
            offset = aligned(offset + length);
        }
        ((ObjectNode) copy.path("buffers").get(0)).put("byteLength", offset);
        byte[] text = Json.bytes(copy);
        int jsonLength = (int) aligned(text.length);
        long total = 28 + jsonLength + offset;
        if (total > 0xFFFFFFFFL) {
            throw new IOException("A GLB cannot be larger than four gigabytes");
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BLOCK)) {
            out.write(ints(MAGIC, 2, (int) total, jsonLength, JSON_CHUNK));
            out.write(text);
            out.write(" ".repeat(jsonLength - text.length).getBytes(StandardCharsets.US_ASCII));
            out.write(ints((int) offset, BINARY_CHUNK));
            for (int i = 0; i < views.size(); i++) {
                byte[] content = changed.get(i);
                long length = content == null ? copy(i, out) : content.length;
                if (content != null) {
                    out.write(content);
                }
                out.write(new byte[(int) (aligned(length) - length)]);
            }
        }
    }

    private long copy(int index, OutputStream out) throws IOException {
        long[] place = place(index);
        for (long done = 0; done < place[1]; done += BLOCK) {
            int count = (int) Math.min(BLOCK, place[1] - done);
            out.write(bytes(channel, place[0] + done, count).array());
        }
        return place[1];
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static long aligned(long length) {
        return length + 3 & ~3L;
    }

    /// Number of buffer views.
    int views() {
        return json.path("bufferViews").size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
