package org.nadir.benchmarks;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.UnaryOperator;
import org.nadir.engine.camera.Camera;

/// What may happen to the pixels of a photo.
final class PixelEdits {

    private PixelEdits() {}

    static UnaryOperator<BufferedImage> resized(double scale) {
        return image ->
                drawn(
                        image,
                        (int) Math.round(scale * image.getWidth()),
                        (int) Math.round(scale * image.getHeight()),
                        AffineTransform.getScaleInstance(
                                Math.round(scale * image.getWidth()) / (double) image.getWidth(),
                                Math.round(scale * image.getHeight())
                                        / (double) image.getHeight()));
    }

    /// Turned by a quarter, clockwise.
    static BufferedImage turned(BufferedImage image) {
        var turn = new AffineTransform(0, 1, -1, 0, image.getHeight(), 0);
        return drawn(image, image.getHeight(), image.getWidth(), turn);
    }

    private static BufferedImage drawn(
            BufferedImage image, int width, int height, AffineTransform transform) {
        var result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, transform, null);
        graphics.dispose();
        return result;
    }

    /// Means over squares of `2 radius + 1` pixels.
    static UnaryOperator<BufferedImage> blurred(int radius) {
        return image -> {
            BufferedImage result = rgb(image);
            int[] pixels = pixels(result);
            average(pixels, result.getWidth(), result.getHeight(), 1, result.getWidth(), radius);
            average(pixels, result.getHeight(), result.getWidth(), result.getWidth(), 1, radius);
            return result;
        };
    }

    /// Running means along lines of `length` pixels.
    private static void average(
            int[] pixels, int length, int lines, int step, int lineStep, int radius) {
        var line = new int[length];
        for (int l = 0; l < lines; l++) {
            for (int i = 0; i < length; i++) {
                line[i] = pixels[l * lineStep + i * step];
            }
            for (int i = 0; i < length; i++) {
                int red = 0;
                int green = 0;
                int blue = 0;
                int from = Math.max(0, i - radius);
                int to = Math.min(length - 1, i + radius);
                for (int k = from; k <= to; k++) {
                    red += line[k] >> 16 & 0xff;
                    green += line[k] >> 8 & 0xff;
                    blue += line[k] & 0xff;
                }
                int n = to - from + 1;
                pixels[l * lineStep + i * step] = red / n << 16 | green / n << 8 | blue / n;
            }
        }
    }

    /// Another exposure and another white balance: factors of the channels.
    static UnaryOperator<BufferedImage> exposed(double red, double green, double blue) {
        return image -> {
            BufferedImage result = rgb(image);
            int[] pixels = pixels(result);
            for (int i = 0; i < pixels.length; i++) {
                int p = pixels[i];
                pixels[i] =
                        scaled(p >> 16 & 0xff, red) << 16
                                | scaled(p >> 8 & 0xff, green) << 8
                                | scaled(p & 0xff, blue);
            }
            return result;
        };
    }

    private static int scaled(int value, double by) {
        return (int) Math.min(255, Math.round(value * by));
    }

    /// As another lens would have taken the photo.
    ///
    /// @param lens that took it
    /// @param other of the same size, with a narrower view
    static UnaryOperator<BufferedImage> through(Camera lens, Camera other) {
        return image -> {
            int width = image.getWidth();
            int height = image.getHeight();
            int[] from = pixels(rgb(image));
            var result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            int[] to = pixels(result);
            Camera source = lens.resized(width, height);
            Camera target = other.resized(width, height);
            var ray = new double[2];
            var pixel = new double[2];
            for (int i = 0; i < to.length; i++) {
                target.unproject(i % width + 0.5, i / width + 0.5, ray);
                source.project(ray[0], ray[1], 1, pixel);
                to[i] = interpolated(from, width, height, pixel[0] - 0.5, pixel[1] - 0.5);
            }
            return result;
        };
    }

    private static int interpolated(int[] pixels, int width, int height, double x, double y) {
        int c = (int) Math.floor(x);
        int r = (int) Math.floor(y);
        if (c < 0 || r < 0 || c + 1 >= width || r + 1 >= height) {
            return 0;
        }
        double fx = x - c;
        double fy = y - r;
        int at = r * width + c;
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double top =
                    (1 - fx) * (pixels[at] >> shift & 0xff) + fx * (pixels[at + 1] >> shift & 0xff);
            double bottom =
                    (1 - fx) * (pixels[at + width] >> shift & 0xff)
                            + fx * (pixels[at + width + 1] >> shift & 0xff);
            mixed |= (int) Math.round((1 - fy) * top + fy * bottom) << shift;
        }
        return mixed;
    }

    private static BufferedImage rgb(BufferedImage image) {
        return drawn(image, image.getWidth(), image.getHeight(), new AffineTransform());
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
