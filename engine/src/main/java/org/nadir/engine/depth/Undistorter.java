package org.nadir.engine.depth;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.PhotoMask;
import org.nadir.engine.scene.Shot;

/// Makes the pinhole image of a photo at a smaller size, without aliasing: the photo is first averaged over whole blocks of
/// pixels, then each output pixel averages a grid of bilinear samples that covers its footprint.
public final class Undistorter {

    /// Half of the widest field that is made of a fisheye photo, radians: beyond it the middle would become too small.
    private static final double WIDEST = Math.toRadians(60);

    private final Camera lens;
    private final Camera pinhole;
    private final double[] movement = new double[3];

    /// @param lens the photo's camera
    /// @param longSide longer side of the result in pixels
    public Undistorter(Camera lens, int longSide) {
        this.lens = lens;
        double scale = longSide / (double) lens.size();
        int width = Math.max(1, (int) Math.round(lens.width() * scale));
        int height = Math.max(1, (int) Math.round(lens.height() * scale));
        double focal = focal(lens, scale) / Math.max(width, height);
        this.pinhole = Camera.perspective(lens.id(), width, height, focal);
    }

    /// As the shorter form, for a photo whose camera moved while its rows were read. What lies at the distance that
    /// `movement` was divided by comes out as a still camera would have seen it.
    ///
    /// @param movement from the first row to the last, in the camera frame, as a share of the distance
    public Undistorter(Camera lens, int longSide, double[] movement) {
        this(lens, longSide);
        System.arraycopy(movement, 0, this.movement, 0, 3);
    }

    /// The focal length of the result in its pixels: that of the lens, or for a fisheye, whose edges would lie far outside,
    /// one that brings in what it sees along the longer side, up to [#WIDEST].
    private static double focal(Camera lens, double scale) {
        if (!lens.model().isFisheye()) {
            return lens.focalPixels() * scale;
        }
        var left = new double[2];
        var right = new double[2];
        boolean wide = lens.width() >= lens.height();
        lens.unproject(wide ? 0 : 0.5 * lens.width(), wide ? 0.5 * lens.height() : 0, left);
        lens.unproject(
                wide ? lens.width() : 0.5 * lens.width(),
                wide ? 0.5 * lens.height() : lens.height(),
                right);
        double reach = Math.max(Math.hypot(left[0], left[1]), Math.hypot(right[0], right[1]));
        return 0.5 * lens.size() * scale / Math.min(reach, Math.tan(WIDEST));
    }

    /// The camera of the result.
    public Camera pinhole() {
        return pinhole;
    }

    /// @param rgb three bytes per pixel of the photo, `width` x `height`; the size may differ from the lens's (same shape)
    public PinholePhoto undistort(byte[] rgb, int width, int height) {
        return undistort(rgb, width, height, PhotoMask.everywhere());
    }

    /// As the shorter form; pixels of which the mask does not allow every part stay empty.
    ///
    /// @param mask for pixels of `width` x `height`
    public PinholePhoto undistort(byte[] rgb, int width, int height, PhotoMask mask) {
        Camera camera = lens.resized(width, height);
        double scale = camera.size() / (double) pinhole.size();
        int block = Math.max(1, (int) (scale / 2));
        Averaged photo = Averaged.of(rgb, width, height, block);
        int taps = Math.max(1, (int) Math.ceil(scale / block - 1e-6));
        int pixels = pinhole.width() * pinhole.height();
        var out = new byte[3 * pixels];
        var gray = new short[pixels];
        var source = new SourceGrid(camera, pinhole, taps, block, movement);
        var colour = new float[3];
        for (int y = 0; y < pinhole.height(); y++) {
            source.line(y);
            for (int x = 0; x < pinhole.width(); x++) {
                int i = y * pinhole.width() + x;
                if (source.allowed(mask, x) && average(photo, source, x, taps, colour)) {
                    store(colour, out, gray, i);
                }
            }
        }
        return new PinholePhoto(pinhole, out, gray);
    }

    private static boolean average(
            Averaged photo, SourceGrid source, int x, int taps, float[] colour) {
        colour[0] = colour[1] = colour[2] = 0;
        for (int ty = 0; ty < taps; ty++) {
            for (int tx = 0; tx < taps; tx++) {
                int s = 2 * (ty * source.columns + x * taps + tx);
                if (!photo.add(source.position[s], source.position[s + 1], colour)) {
                    return false;
                }
            }
        }
        float share = 1f / (taps * taps);
        colour[0] *= share;
        colour[1] *= share;
        colour[2] *= share;
        return true;
    }

    private static void store(float[] colour, byte[] out, short[] gray, int i) {
        for (int k = 0; k < 3; k++) {
            out[3 * i + k] = (byte) Math.round(colour[k]);
        }
        float luma = 0.299f * colour[0] + 0.587f * colour[1] + 0.114f * colour[2];
        gray[i] = (short) Math.clamp(Math.round(256 * luma), 1, 65535);
    }

    /// Where the samples of one output row lie in the averaged photo, in its pixels.
    private static final class SourceGrid {
        private final Camera lens;
        private final Camera pinhole;
        private final int taps;
        private final double block;
        private final double[] movement;
        private final boolean still;
        final int columns;
        final float[] position;

        SourceGrid(Camera lens, Camera pinhole, int taps, int block, double[] movement) {
            this.movement = movement;
            this.still = movement[0] == 0 && movement[1] == 0 && movement[2] == 0;
            this.lens = lens;
            this.pinhole = pinhole;
            this.taps = taps;
            this.block = block;
            this.columns = pinhole.width() * taps;
            this.position = new float[2 * columns * taps];
        }

        /// Whether all samples of a pixel of the row lie where the mask allows.
        boolean allowed(PhotoMask mask, int x) {
            if (mask.isEverywhere()) {
                return true;
            }
            for (int ty = 0; ty < taps; ty++) {
                for (int tx = 0; tx < taps; tx++) {
                    int s = 2 * (ty * columns + x * taps + tx);
                    if (!mask.allows(block * position[s], block * position[s + 1])) {
                        return false;
                    }
                }
            }
            return true;
        }

        void line(int y) {
            var pixel = new double[2];
            double focal = pinhole.focalPixels();
            for (int ty = 0; ty < taps; ty++) {
                double yn = (y + (ty + 0.5) / taps - 0.5 * pinhole.height()) / focal;
                for (int s = 0; s < columns; s++) {
                    double xn = ((s + 0.5) / taps - 0.5 * pinhole.width()) / focal;
                    lens.project(xn, yn, 1, pixel);
                    if (!still) {
                        double share = Shot.sinceMiddle(pixel[1], lens.height());
                        lens.project(
                                xn - share * movement[0],
                                yn - share * movement[1],
                                1 - share * movement[2],
                                pixel);
                    }
                    int i = 2 * (ty * columns + s);
                    position[i] = (float) (pixel[0] / block);
                    position[i + 1] = (float) (pixel[1] / block);
                }
            }
        }
    }

    /// A photo averaged over blocks of pixels; 0 to 255 per channel.
    private record Averaged(int width, int height, float[] rgb) {

        static Averaged of(byte[] rgb, int width, int height, int block) {
            int w = width / block;
            int h = height / block;
            var out = new float[Math.multiplyExact(3 * w, h)];
            float share = 1f / (block * block);
            var sums = new int[3 * w];
            for (int y = 0; y < h; y++) {
                java.util.Arrays.fill(sums, 0);
                for (int by = 0; by < block; by++) {
                    int in = 3 * (y * block + by) * width;
                    for (int x = 0; x < w; x++) {
                        for (int bx = 0; bx < block; bx++, in += 3) {
                            sums[3 * x] += rgb[in] & 255;
                            sums[3 * x + 1] += rgb[in + 1] & 255;
                            sums[3 * x + 2] += rgb[in + 2] & 255;
                        }
                    }
                }
                for (int i = 0; i < sums.length; i++) {
                    out[3 * w * y + i] = sums[i] * share;
                }
            }
            return new Averaged(w, h, out);
        }

        /// Adds the bilinear sample at `(u, v)` to `colour`; false outside the photo.
        boolean add(float u, float v, float[] colour) {
            if (!(u >= 0 && v >= 0 && u <= width && v <= height)) {
                return false;
            }
            float a = Math.clamp(u - 0.5f, 0, width - 1);
            float b = Math.clamp(v - 0.5f, 0, height - 1);
            int x = Math.min((int) a, Math.max(0, width - 2));
            int y = Math.min((int) b, Math.max(0, height - 2));
            float fx = a - x;
            float fy = b - y;
            int right = width > 1 ? 3 : 0;
            int down = height > 1 ? 3 * width : 0;
            int i = 3 * (y * width + x);
            for (int k = 0; k < 3; k++, i++) {
                float upper = rgb[i] + fx * (rgb[i + right] - rgb[i]);
                float lower = rgb[i + down] + fx * (rgb[i + down + right] - rgb[i + down]);
                colour[k] += upper + fy * (lower - upper);
            }
            return true;
        }
    }
}
