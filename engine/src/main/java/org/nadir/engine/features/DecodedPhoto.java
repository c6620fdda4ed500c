package org.nadir.engine.features;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/// A photo's pixels as stored (no turning by EXIF orientation), with the reductions that feature extraction needs.
final class DecodedPhoto {

    private static final float RED = 0.299f / 255;
    private static final float GREEN = 0.587f / 255;
    private static final float BLUE = 0.114f / 255;

    private final BufferedImage image;

    DecodedPhoto(BufferedImage image) {
        this.image = image;
    }

    static DecodedPhoto read(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file.getFileName() + ": not an image in a known format");
        }
        return new DecodedPhoto(image);
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    /// Colour of one pixel, red in bits 16 to 23, green, blue.
    int rgb(int x, int y) {
        return image.getRGB(x, y);
    }

    /// The luma of the photo with its longer side reduced to `longSide` pixels, each the mean of the area it covers.
    GrayImage toGray(int longSide) {
        double share = Math.min(1, (double) longSide / Math.max(width(), height()));
        int outWidth = Math.max(1, (int) Math.round(share * width()));
        int outHeight = Math.max(1, (int) Math.round(share * height()));
        var reduction = new AreaReduction(width(), height(), outWidth, outHeight);
        var row = new float[width()];
        var packed = new int[width()];
        byte[] interleaved = interleavedBgr();
        for (int y = 0; y < height(); y++) {
            if (interleaved.length > 0) {
                lumaOfBgr(interleaved, 3 * y * width(), row);
            } else {
                image.getRGB(0, y, width(), 1, packed, 0, width());
                lumaOfPacked(packed, row);
            }
            reduction.addRow(row);
        }
        return reduction.result();
    }

    /// The pixel bytes when the image is held as blue, green, red without gaps; else an empty array.
    private byte[] interleavedBgr() {
        boolean plain =
                image.getType() == BufferedImage.TYPE_3BYTE_BGR
                        && image.getRaster().getSampleModel() instanceof PixelInterleavedSampleModel model
                        && model.getScanlineStride() == 3 * width()
                        && Arrays.equals(model.getBandOffsets(), new int[] {2, 1, 0});
        return plain && image.getRaster().getDataBuffer() instanceof DataBufferByte bytes
                ? bytes.getData()
                : new byte[0];
    }

    private static void lumaOfBgr(byte[] bgr, int offset, float[] row) {
        for (int x = 0, at = offset; x < row.length; x++, at += 3) {
            row[x] = BLUE * (bgr[at] & 255) + GREEN * (bgr[at + 1] & 255) + RED * (bgr[at + 2] & 255);
        }
    }

    private static void lumaOfPacked(int[] packed, float[] row) {
        for (int x = 0; x < row.length; x++) {
            int p = packed[x];
            row[x] = RED * (p >> 16 & 255) + GREEN * (p >> 8 & 255) + BLUE * (p & 255);
        }
    }
}
