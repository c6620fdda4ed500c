package org.nadir.engine.texture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// A decoded photo: rows from the top, red, green, blue per pixel.
record PhotoPixels(int width, int height, byte[] rgb) {

    /// Decodes a photo as it is stored, whatever its orientation tag says.
    ///
    /// @throws IOException naming the file
    static PhotoPixels read(Path file) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException failure) {
            throw new IOException("Cannot decode " + file + ": " + failure.getMessage(), failure);
        }
        if (image == null) {
            throw new IOException("Cannot decode " + file + ": not a known image format");
        }
        return of(image);
    }

    private static PhotoPixels of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage plain = image;
        if (image.getType() != BufferedImage.TYPE_3BYTE_BGR) {
            plain = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
            Graphics2D graphics = plain.createGraphics();
            graphics.drawImage(image, 0, 0, null);
            graphics.dispose();
        }
        byte[] rgb = ((DataBufferByte) plain.getRaster().getDataBuffer()).getData();
        for (int i = 0; i + 2 < rgb.length; i += 3) {
            byte blue = rgb[i];
            rgb[i] = rgb[i + 2];
            rgb[i + 2] = blue;
        }
        return new PhotoPixels(width, height, rgb);
    }

    /// The photo in another size, each pixel the mean of the area it covers.
    PhotoPixels resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        var out = new byte[Math.multiplyExact(3, Math.multiplyExact(newWidth, newHeight))];
        double stepX = width / (double) newWidth;
        double stepY = height / (double) newHeight;
        var row = new double[3 * width];
        for (int y = 0; y < newHeight; y++) {
            addRows(y * stepY, Math.min(height, (y + 1) * stepY), row);
            for (int x = 0; x < newWidth; x++) {
                mean(row, x * stepX, Math.min(width, (x + 1) * stepX), out, 3 * (y * newWidth + x));
            }
        }
        return new PhotoPixels(newWidth, newHeight, out);
    }

    /// Means over the rows between `from` and `to`, parts of rows weighed by their share.
    private void addRows(double from, double to, double[] row) {
        java.util.Arrays.fill(row, 0);
        for (int y = (int) from; y < to; y++) {
            double weight = (Math.min(to, y + 1) - Math.max(from, y)) / (to - from);
            int at = 3 * y * width;
            for (int i = 0; i < row.length; i++) {
                row[i] += weight * (rgb[at + i] & 0xFF);
            }
        }
    }

    private static void mean(double[] row, double from, double to, byte[] out, int at) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int x = (int) from; x < to; x++) {
            double weight = Math.min(to, x + 1) - Math.max(from, x);
            red += weight * row[3 * x];
            green += weight * row[3 * x + 1];
            blue += weight * row[3 * x + 2];
        }
        out[at] = (byte) Math.round(red / (to - from));
        out[at + 1] = (byte) Math.round(green / (to - from));
        out[at + 2] = (byte) Math.round(blue / (to - from));
    }
}
