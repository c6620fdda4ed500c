package org.nadir.engine.ortho;

import org.nadir.imaging.RgbImage;

/// Makes an image smaller by averaging over the area that each new pixel covers, so that nothing aliases.
final class ImageReduction {

    private ImageReduction() {}

    /// The image with its sides divided by `factor` (rounded); the same image for factors close to one.
    static RgbImage by(RgbImage image, double factor) {
        int width = (int) Math.max(1, Math.round(image.width() / factor));
        int height = (int) Math.max(1, Math.round(image.height() / factor));
        if (factor < 1.1 || (width == image.width() && height == image.height())) {
            return image;
        }
        return to(image, width, height);
    }

    static RgbImage to(RgbImage image, int width, int height) {
        var out = new byte[3 * width * height];
        var sums = new float[3 * width];
        var line = new float[3 * width];
        double step = image.height() / (double) height;
        Runs across = Runs.of(image.width(), width);
        int loaded = -1;
        for (int row = 0; row < height; row++) {
            double from = row * step;
            double to = Math.min(image.height(), from + step);
            java.util.Arrays.fill(sums, 0);
            for (int source = (int) from; source < to; source++) {
                if (source != loaded) {
                    across.average(image.rgb(), 3 * source * image.width(), line);
                    loaded = source;
                }
                float weight = (float) (Math.min(source + 1, to) - Math.max(source, from));
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weight * line[i];
                }
            }
            float scale = (float) (1 / (to - from));
            int at = 3 * row * width;
            for (int i = 0; i < sums.length; i++) {
                out[at + i] = (byte) (int) (sums[i] * scale + 0.5f);
            }
        }
        return new RgbImage(width, height, out);
    }

    /// For each new column the old ones it covers: whole ones between two cut ones.
    private record Runs(int[] first, int[] last, float[] head, float[] tail, float scale) {

        static Runs of(int from, int to) {
            var first = new int[to];
            var last = new int[to];
            var head = new float[to];
            var tail = new float[to];
            double step = from / (double) to;
            for (int i = 0; i < to; i++) {
                double start = i * step;
                double end = Math.min(from, start + step);
                first[i] = (int) start;
                last[i] = Math.min(from - 1, (int) Math.ceil(end) - 1);
                head[i] = (float) (Math.min(first[i] + 1, end) - start);
                tail[i] = last[i] == first[i] ? 0 : (float) (end - last[i]);
            }
            return new Runs(first, last, head, tail, (float) (1 / step));
        }

        void average(byte[] rgb, int at, float[] line) {
            for (int i = 0; i < first.length; i++) {
                int p = at + 3 * first[i];
                float r = head[i] * (rgb[p] & 255);
                float g = head[i] * (rgb[p + 1] & 255);
                float b = head[i] * (rgb[p + 2] & 255);
                int end = at + 3 * last[i];
                for (p += 3; p < end; p += 3) {
                    r += rgb[p] & 255;
                    g += rgb[p + 1] & 255;
                    b += rgb[p + 2] & 255;
                }
                if (tail[i] > 0) {
                    r += tail[i] * (rgb[end] & 255);
                    g += tail[i] * (rgb[end + 1] & 255);
                    b += tail[i] * (rgb[end + 2] & 255);
                }
                line[3 * i] = r * scale;
                line[3 * i + 1] = g * scale;
                line[3 * i + 2] = b * scale;
            }
        }
    }
}
