package org.nadir.imaging;

import java.io.IOException;
import java.nio.file.Path;

/// Small pictures of photos, turned the way a person holds them.
public final class Thumbnail {

    private Thumbnail() {}

    /// A photo made small, EXIF orientation applied.
    ///
    /// @param longSide most pixels along the longer side
    /// @throws UnreadableImageException when the photo cannot be decoded
    public static RgbImage of(Path photo, int longSide) throws IOException {
        int orientation = PhotoTagReader.read(photo).orientation();
        return upright(ImageDecoder.decodeRgb(photo).within(longSide), orientation);
    }

    /// Turns and mirrors a picture as its EXIF orientation says, 1 to 8.
    public static RgbImage upright(RgbImage image, int orientation) {
        if (orientation < 1 || orientation > 8) {
            throw new IllegalArgumentException("EXIF orientation must be 1 to 8: " + orientation);
        }
        if (orientation == 1) {
            return image;
        }
        boolean lies = orientation >= 5;
        int width = lies ? image.height() : image.width();
        int height = lies ? image.width() : image.height();
        var turned = new RgbImage(width, height);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int across = lies ? row : column;
                int down = lies ? column : row;
                boolean fromRight =
                        orientation == 2
                                || orientation == 3
                                || orientation == 7
                                || orientation == 8;
                boolean fromBelow =
                        orientation == 3
                                || orientation == 4
                                || orientation == 6
                                || orientation == 7;
                int x = fromRight ? image.width() - 1 - across : across;
                int y = fromBelow ? image.height() - 1 - down : down;
                System.arraycopy(
                        image.rgb(),
                        3 * (y * image.width() + x),
                        turned.rgb(),
                        3 * (row * width + column),
                        3);
            }
        }
        return turned;
    }
}
