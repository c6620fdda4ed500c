package org.nadir.engine.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Keeps the features of a photo in a file, so that a run that was stopped need not find them again.
///
/// Layout, little-endian: magic `NFT1`, length and UTF-8 bytes of the key, count n, then n floats each of u, v and scale,
/// 3 n bytes of colour and 128 n bytes of descriptors. The key says what the features were made from; a file with another
/// key counts as absent.
public final class FeatureFile {

    private static final int MAGIC = 0x3154464e;
    private static final int BYTES_PER_FEATURE = 3 * Float.BYTES + 3 + FeatureSet.DESCRIPTOR_LENGTH;

    private FeatureFile() {}

    /// Writes to a temporary name beside `file`, then moves it into place.
    public static void write(Path file, String key, FeatureSet features) throws IOException {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int n = features.count();
        int size =
                Math.addExact(
                        3 * Integer.BYTES + keyBytes.length,
                        Math.multiplyExact(n, BYTES_PER_FEATURE));
        var buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC).putInt(keyBytes.length).put(keyBytes).putInt(n);
        putFloats(buffer, features.u());
        putFloats(buffer, features.v());
        putFloats(buffer, features.scale());
        buffer.put(features.rgb()).put(features.descriptors()).flip();
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        try (var channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void putFloats(ByteBuffer buffer, float[] values) {
        buffer.asFloatBuffer().put(values);
        buffer.position(buffer.position() + Float.BYTES * values.length);
    }

    /// The features in a file that was written with the same key; empty when there is none, or it is damaged.
    public static Optional<FeatureSet> read(Path file, String key) throws IOException {
        ByteBuffer buffer;
        try {
            buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        int header = 3 * Integer.BYTES + keyBytes.length;
        if (buffer.remaining() < header
                || buffer.getInt() != MAGIC
                || buffer.getInt() != keyBytes.length) {
            return Optional.empty();
        }
        var stored = new byte[keyBytes.length];
        buffer.get(stored);
        int n = buffer.getInt();
        boolean fits = n >= 0 && buffer.remaining() == (long) n * BYTES_PER_FEATURE;
        if (!fits || !java.util.Arrays.equals(stored, keyBytes)) {
            return Optional.empty();
        }
        float[] u = getFloats(buffer, n);
        float[] v = getFloats(buffer, n);
        float[] scale = getFloats(buffer, n);
        var rgb = new byte[3 * n];
        buffer.get(rgb);
        var descriptors = new byte[FeatureSet.DESCRIPTOR_LENGTH * n];
        buffer.get(descriptors);
        return Optional.of(new FeatureSet(u, v, scale, rgb, descriptors));
    }

    private static float[] getFloats(ByteBuffer buffer, int n) {
        var values = new float[n];
        buffer.asFloatBuffer().get(values);
        buffer.position(buffer.position() + Float.BYTES * n);
        return values;
    }
}
