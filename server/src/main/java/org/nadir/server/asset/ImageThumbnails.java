package org.nadir.server.asset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.RgbImage;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.media.PhotoDecoding;

/// Small and enlarged views of source photos, with points drawn on them.
final class ImageThumbnails {

    private static final int DEFAULT_SIZE = 512;
    private static final int MOST_POINTS = 32;

    private ImageThumbnails() {}

    static void send(Request request, Path photo) throws IOException {
        double size = number(request, "size", DEFAULT_SIZE, 1, Integer.MAX_VALUE);
        double quality = number(request, "quality", 75, 0, 100);
        double centerX = number(request, "center_x", 0.5, -0.5, 1.5);
        double centerY = number(request, "center_y", 0.5, -0.5, 1.5);
        double zoom = number(request, "zoom", 1, 0.1, 10);
        RgbImage image = PhotoDecoding.forDisplay(photo);
        draw(request, image);
        int longest = Math.max(image.width(), image.height());
        RgbImage view =
                zoom == 1 && centerX == 0.5 && centerY == 0.5
                        ? image
                        : view(image, centerX, centerY, Math.pow(2, zoom - 1));
        RgbImage small = sized(view, image, Math.min(size, longest) / longest);
        request.context()
                .disableCompression()
                .header("Cache-Control", "private, max-age=3600")
                .contentType("image/jpeg")
                .result(ImageEncoder.jpeg(small, quality / 100, true));
    }

    /// A view in the shape of the whole picture: an enlarged part is as large as the whole would be.
    private static RgbImage sized(RgbImage view, RgbImage image, double factor) {
        return view.resized(
                (int) Math.max(1, Math.round(image.width() * factor)),
                (int) Math.max(1, Math.round(image.height() * factor)));
    }

    private static double number(
            Request request, String name, double otherwise, double min, double max) {
        String text = request.query(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException broken) {
            throw Problem.rule("Invalid " + name + " parameter: " + text);
        }
        throw Problem.rule("Invalid " + name + " parameter: " + text);
    }

    /// The part of the picture that a window of 1/scale of its sides shows, black beyond its edges. Where more than the picture
    /// is wanted it is made smaller instead, so that the result is never larger than the picture.
    private static RgbImage view(RgbImage whole, double centerX, double centerY, double scale) {
        int width = Math.max(1, (int) Math.round(whole.width() / Math.max(1, scale)));
        int height = Math.max(1, (int) Math.round(whole.height() / Math.max(1, scale)));
        RgbImage image = scale < 1 ? smaller(whole, scale) : whole;
        int left = (int) Math.round(centerX * image.width() - width / 2.0);
        int top = (int) Math.round(centerY * image.height() - height / 2.0);
        var view = new RgbImage(width, height);
        for (int row = Math.max(0, -top); row < Math.min(height, image.height() - top); row++) {
            int from = Math.max(0, left);
            int to = Math.min(image.width(), left + width);
            if (from < to) {
                System.arraycopy(
                        image.rgb(),
                        3 * ((row + top) * image.width() + from),
                        view.rgb(),
                        3 * (row * width + from - left),
                        3 * (to - from));
            }
        }
        return view;
    }

    private static RgbImage smaller(RgbImage image, double scale) {
        return image.resized(
                (int) Math.max(1, Math.round(image.width() * scale)),
                (int) Math.max(1, Math.round(image.height() * scale)));
    }

    /// Draws each `draw_point=x,y` (shares of the sides) as a ring.
    private static void draw(Request request, RgbImage image) {
        int colour = colour(request.query("point_color"));
        double radius =
                number(request, "point_radius", 1, 0, 100)
                        / 100
                        * Math.max(image.width(), image.height());
        List<String> points = request.context().queryParams("draw_point");
        if (points.size() > MOST_POINTS) {
            throw Problem.rule("At most " + MOST_POINTS + " draw_point parameters");
        }
        for (String point : points) {
            String[] parts = point.split(",", -1);
            if (parts.length != 2) {
                throw Problem.rule("Invalid draw_point parameter: " + point);
            }
            ring(
                    image,
                    share(parts[0]) * image.width(),
                    share(parts[1]) * image.height(),
                    radius,
                    colour);
        }
    }

    private static double share(String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException broken) {
            throw Problem.rule("Invalid draw_point parameter: " + text);
        }
        throw Problem.rule("Invalid draw_point parameter: " + text);
    }

    private static int colour(@Nullable String text) {
        if (text == null) {
            return 0xFF0000;
        }
        if (!text.matches("[0-9A-Fa-f]{6}")) {
            throw Problem.rule("Invalid point_color parameter: " + text);
        }
        return Integer.parseInt(text, 16);
    }

    private static void ring(RgbImage image, double x, double y, double radius, int colour) {
        double inner = radius * 0.7;
        int top = (int) Math.max(0, Math.floor(y - radius));
        int bottom = (int) Math.min(image.height() - 1, Math.ceil(y + radius));
        int left = (int) Math.max(0, Math.floor(x - radius));
        int right = (int) Math.min(image.width() - 1, Math.ceil(x + radius));
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
                if (distance <= radius && distance >= inner) {
                    int at = 3 * (row * image.width() + column);
                    image.rgb()[at] = (byte) (colour >> 16);
                    image.rgb()[at + 1] = (byte) (colour >> 8);
                    image.rgb()[at + 2] = (byte) colour;
                }
            }
        }
    }
}
