package org.nadir.imaging.webp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Makes lossless WebP pictures: green is taken from red and blue, pixels are guessed from their neighbours, and what is
/// left is coded. Tuned for map tiles, where a millisecond counts more than a percent. Stateless, for any thread.
public final class WebpWriter {
    private static final int LARGEST = 1 << 14;
    private static final int SIGNATURE = 0x2F;
    private static final int PREDICTOR = 0;
    private static final int SUBTRACT_GREEN = 2;

    private WebpWriter() {}

    /// A picture from red, green, blue, opacity, pixel by pixel.
    public static byte[] encode(byte[] rgba, int width, int height) {
        if (width < 1
                || height < 1
                || width > LARGEST
                || height > LARGEST
                || rgba.length != Math.multiplyExact(Math.multiplyExact(width, height), 4)) {
            throw new IllegalArgumentException(
                    "WebP of " + width + " x " + height + " from " + rgba.length + " bytes");
        }
        int[] pixels = new int[width * height];
        boolean opaque = load(rgba, pixels);
        var out = new BitWriter(pixels.length);
        out.write(SIGNATURE, 8);
        out.write(width - 1, 14);
        out.write(height - 1, 14);
        out.write(opaque ? 0 : 1, 1);
        out.write(0, 3); // version
        out.write(1, 1);
        out.write(SUBTRACT_GREEN, 2);
        Predictor.Result predicted = Predictor.apply(pixels, width, height);
        out.write(1, 1);
        out.write(PREDICTOR, 2);
        out.write(Predictor.BLOCK_BITS - 2, 3);
        PixelStream.write(predicted.modes(), Predictor.blocks(width), false, out);
        out.write(0, 1); // no more transforms
        PixelStream.write(predicted.residuals(), width, true, out);
        return riff(out.toBytes());
    }

    /// Packs the pixels and takes green from red and blue.
    private static boolean load(byte[] rgba, int[] pixels) {
        boolean opaque = true;
        for (int i = 0; i < pixels.length; i++) {
            int red = rgba[4 * i] & 0xFF;
            int green = rgba[4 * i + 1] & 0xFF;
            int blue = rgba[4 * i + 2] & 0xFF;
            int alpha = rgba[4 * i + 3] & 0xFF;
            opaque &= alpha == 255;
            pixels[i] = alpha << 24 | (red - green & 0xFF) << 16 | green << 8 | blue - green & 0xFF;
        }
        return opaque;
    }

    private static byte[] riff(byte[] stream) {
        int padded = stream.length + (stream.length & 1);
        return ByteBuffer.allocate(20 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + padded)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(stream.length)
                .put(stream)
                .array();
    }
}
