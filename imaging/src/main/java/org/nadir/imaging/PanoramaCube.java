package org.nadir.imaging;

import java.util.Optional;

/// A panorama seen through the faces of a cube around the camera. Faces join as in a room: the front's right edge is the
/// right's left edge, the lower edge of up and the upper edge of down touch the front. Immutable, for any thread.
public final class PanoramaCube {

    /// The faces with their letter in addresses.
    public enum Face {
        FRONT('f'),
        BACK('b'),
        UP('u'),
        DOWN('d'),
        LEFT('l'),
        RIGHT('r');

        private final char letter;

        Face(char letter) {
            this.letter = letter;
        }

        public static Optional<Face> of(String letter) {
            for (Face face : values()) {
                if (letter.length() == 1 && letter.charAt(0) == face.letter) {
                    return Optional.of(face);
                }
            }
            return Optional.empty();
        }
    }

    private final RgbImage image;
    private final PanoramaTags tags;

    /// @param image the panorama upright, or a smaller copy of it
    public PanoramaCube(RgbImage image, PanoramaTags tags) {
        this.image = image;
        this.tags = tags;
    }

    /// A part of a face; black where the panorama shows nothing.
    ///
    /// @param side pixels along the whole face
    /// @param left first column of the part
    /// @param top first row of the part
    public RgbImage part(Face face, int side, int left, int top, int width, int height) {
        var part = new RgbImage(width, height);
        var direction = new double[3];
        for (int row = 0; row < height; row++) {
            double down = 2 * (top + row + 0.5) / side - 1;
            for (int column = 0; column < width; column++) {
                double across = 2 * (left + column + 0.5) / side - 1;
                direction(face, across, down, direction);
                sample(direction, part.rgb(), 3 * (row * width + column));
            }
        }
        return part;
    }

    /// The direction of a place on a face: to the right, up and ahead of the camera.
    ///
    /// @param across -1 at the left edge, 1 at the right
    /// @param down -1 at the upper edge, 1 at the lower
    static void direction(Face face, double across, double down, double[] to) {
        switch (face) {
            case FRONT -> set(to, across, -down, 1);
            case BACK -> set(to, -across, -down, -1);
            case LEFT -> set(to, -1, -down, across);
            case RIGHT -> set(to, 1, -down, -across);
            case UP -> set(to, across, 1, down);
            case DOWN -> set(to, across, -1, -down);
        }
    }

    private static void set(double[] to, double right, double up, double ahead) {
        to[0] = right;
        to[1] = up;
        to[2] = ahead;
    }

    private void sample(double[] direction, byte[] to, int at) {
        double longitude = Math.atan2(direction[0], direction[2]);
        double latitude = Math.atan2(direction[1], Math.hypot(direction[0], direction[2]));
        double column = tags.column(longitude);
        double row = tags.row(latitude);
        // Half a pixel of grace: the outermost centres stand for the poles and the seam.
        boolean seen =
                row >= -0.5
                        && row <= tags.height() + 0.5
                        && (tags.closes() || (column >= 0 && column <= tags.width()));
        if (!seen) {
            return;
        }
        blend(
                column / tags.width() * image.width() - 0.5,
                Math.clamp(row / tags.height() * image.height() - 0.5, 0, image.height() - 1.0),
                to,
                at);
    }

    /// Bilinear between four pixels; around the seam when the panorama closes.
    private void blend(double x, double y, byte[] to, int at) {
        int left = (int) Math.floor(x);
        int top = Math.min((int) y, Math.max(0, image.height() - 2));
        float fx = (float) (x - left);
        float fy = (float) (y - top);
        int first = wrapped(left);
        int second = wrapped(left + 1);
        int upper = top * image.width();
        int lower = image.height() > 1 ? upper + image.width() : upper;
        byte[] rgb = image.rgb();
        for (int c = 0; c < 3; c++) {
            float above =
                    (1 - fx) * (rgb[3 * (upper + first) + c] & 0xFF)
                            + fx * (rgb[3 * (upper + second) + c] & 0xFF);
            float below =
                    (1 - fx) * (rgb[3 * (lower + first) + c] & 0xFF)
                            + fx * (rgb[3 * (lower + second) + c] & 0xFF);
            to[at + c] = (byte) (int) ((1 - fy) * above + fy * below + 0.5f);
        }
    }

    private int wrapped(int column) {
        return tags.closes()
                ? Math.floorMod(column, image.width())
                : Math.clamp(column, 0, image.width() - 1);
    }
}
