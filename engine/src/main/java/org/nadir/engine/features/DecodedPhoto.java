package org.nadir.engine.features;

import java.io.IOException;
import java.nio.file.Path;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.RgbImage;

/// A photo's pixels as stored (not turned by EXIF orientation), with what feature extraction needs of them.
final class DecodedPhoto {

    private static final float RED = 0.299f / 255;
    private static final float GREEN = 0.587f / 255;
    private static final float BLUE = 0.114f / 255;

    private final RgbImage image;

    DecodedPhoto(RgbImage image) {
        this.image = image;
    }

    static DecodedPhoto read(Path file) throws IOException {
        return new DecodedPhoto(ImageDecoder.decodePhoto(file));
    }

    int width() {
        return image.width();
    }

    int height() {
        return image.height();
    }

    /// Copies the colour of the pixel that holds a place into three bytes at `offset`.
    void copyColour(double u, double v, byte[] rgb, int offset) {
        int x = Math.clamp((long) u, 0, image.width() - 1);
        int y = Math.clamp((long) v, 0, image.height() - 1);
        System.arraycopy(image.rgb(), 3 * (y * image.width() + x), rgb, offset, 3);
    }

    /// The luma of the photo with its longer side reduced to `longSide` pixels, each the mean of the area it covers. In
    /// floats from the start: features are sought in differences far below one step of a byte.
    LumaImage toLuma(int longSide) {
        double share = Math.min(1, (double) longSide / Math.max(width(), height()));
        int outWidth = Math.max(1, (int) Math.round(share * width()));
        int outHeight = Math.max(1, (int) Math.round(share * height()));
        var reduction = new AreaReduction(width(), height(), outWidth, outHeight);
        var row = new float[width()];
        for (int y = 0; y < height(); y++) {
            luma(image.rgb(), 3 * y * width(), row);
            reduction.addRow(row);
        }
        return reduction.result();
    }

    private static void luma(byte[] rgb, int offset, float[] row) {
        for (int x = 0, at = offset; x < row.length; x++, at += 3) {
            row[x] =
                    RED * (rgb[at] & 255)
                            + GREEN * (rgb[at + 1] & 255)
                            + BLUE * (rgb[at + 2] & 255);
        }
    }
}
