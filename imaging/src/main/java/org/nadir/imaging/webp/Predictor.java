package org.nadir.imaging.webp;

/// The predictor transform (RFC 9649, section 4.1): what each pixel differs from a guess by its neighbours. Each block takes
/// the guess that leaves least. Only guesses from left, upper left and above are tried.
final class Predictor {
    /// Blocks of 16 by 16 pixels.
    static final int BLOCK_BITS = 4;

    private static final int LEFT = 1;
    private static final int ABOVE = 2;
    private static final int AVERAGE = 7;
    private static final int SELECT = 11;
    private static final int GRADIENT = 12;
    private static final int[] TRIED = {SELECT, GRADIENT, AVERAGE, LEFT, ABOVE};
    private static final byte[] COST = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            COST[i] = (byte) Math.min(127, Math.min(i, 256 - i));
        }
    }

    private final int[] pixels;
    private final int width;
    private final int height;
    private final int[] residuals;
    private final int[] modes;

    private Predictor(int[] pixels, int width, int height) {
        this.pixels = pixels;
        this.width = width;
        this.height = height;
        this.residuals = new int[pixels.length];
        this.modes = new int[blocks(width) * blocks(height)];
    }

    /// @param residuals what is left of each pixel
    /// @param modes the guess of each block as a picture: its number in green
    record Result(int[] residuals, int[] modes) {}

    static Result apply(int[] pixels, int width, int height) {
        var predictor = new Predictor(pixels, width, height);
        predictor.edges();
        for (int row = 0; row < blocks(height); row++) {
            for (int column = 0; column < blocks(width); column++) {
                predictor.block(row, column);
            }
        }
        return new Result(predictor.residuals, predictor.modes);
    }

    static int blocks(int size) {
        return size + (1 << BLOCK_BITS) - 1 >> BLOCK_BITS;
    }

    /// The first pixel is guessed to be opaque black, the first row is guessed from the left, the first column from above.
    private void edges() {
        residuals[0] = minus(pixels[0], 0xFF000000);
        for (int x = 1; x < width; x++) {
            residuals[x] = minus(pixels[x], pixels[x - 1]);
        }
        for (int y = 1; y < height; y++) {
            residuals[y * width] = minus(pixels[y * width], pixels[(y - 1) * width]);
        }
    }

    private void block(int row, int column) {
        int left = Math.max(1, column << BLOCK_BITS);
        int top = Math.max(1, row << BLOCK_BITS);
        int right = Math.min(width, column + 1 << BLOCK_BITS);
        int bottom = Math.min(height, row + 1 << BLOCK_BITS);
        long best = Long.MAX_VALUE;
        int chosen = SELECT;
        for (int mode : TRIED) {
            long cost = cost(mode, left, top, right, bottom, best);
            if (cost < best) {
                best = cost;
                chosen = mode;
            }
            if (best == 0) {
                break;
            }
        }
        modes[row * blocks(width) + column] = 0xFF000000 | chosen << 8;
        for (int y = top; y < bottom; y++) {
            for (int at = y * width + left; at < y * width + right; at++) {
                residuals[at] = minus(pixels[at], guess(chosen, at));
            }
        }
    }

    /// Sum of the absolute differences of every other row; ends early when it is no longer the least.
    private long cost(int mode, int left, int top, int right, int bottom, long limit) {
        long sum = 0;
        for (int y = top; y < bottom && sum < limit; y += 2) {
            for (int at = y * width + left; at < y * width + right; at++) {
                int rest = minus(pixels[at], guess(mode, at));
                sum +=
                        COST[rest >>> 24]
                                + COST[rest >> 16 & 0xFF]
                                + COST[rest >> 8 & 0xFF]
                                + COST[rest & 0xFF];
            }
        }
        return sum;
    }

    private int guess(int mode, int at) {
        int left = pixels[at - 1];
        int above = pixels[at - width];
        return switch (mode) {
            case LEFT -> left;
            case ABOVE -> above;
            case AVERAGE -> ((left ^ above) >>> 1 & 0x7F7F7F7F) + (left & above);
            case SELECT -> select(left, above, pixels[at - width - 1]);
            default -> gradient(left, above, pixels[at - width - 1]);
        };
    }

    /// The neighbour that lies nearer to the plane through all three.
    private static int select(int left, int above, int corner) {
        int toLeft = distance(above, corner);
        int toAbove = distance(left, corner);
        return toLeft < toAbove ? left : above;
    }

    private static int distance(int a, int b) {
        return Math.abs((a >>> 24) - (b >>> 24))
                + Math.abs((a >> 16 & 0xFF) - (b >> 16 & 0xFF))
                + Math.abs((a >> 8 & 0xFF) - (b >> 8 & 0xFF))
                + Math.abs((a & 0xFF) - (b & 0xFF));
    }

    private static int gradient(int left, int above, int corner) {
        return clamped((left >>> 24) + (above >>> 24) - (corner >>> 24)) << 24
                | clamped((left >> 16 & 0xFF) + (above >> 16 & 0xFF) - (corner >> 16 & 0xFF)) << 16
                | clamped((left >> 8 & 0xFF) + (above >> 8 & 0xFF) - (corner >> 8 & 0xFF)) << 8
                | clamped((left & 0xFF) + (above & 0xFF) - (corner & 0xFF));
    }

    private static int clamped(int value) {
        return Math.max(0, Math.min(255, value));
    }

    /// Difference of all four channels, modulo 256.
    private static int minus(int a, int b) {
        int alphaGreen = 0x00FF00FF + (a & 0xFF00FF00) - (b & 0xFF00FF00);
        int redBlue = 0xFF00FF00 + (a & 0x00FF00FF) - (b & 0x00FF00FF);
        return alphaGreen & 0xFF00FF00 | redBlue & 0x00FF00FF;
    }
}
