package org.nadir.engine.ortho;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.nadir.engine.scene.Shot;

/// Where the pixels of a shot come from. Called from several threads at once, for different shots.
@FunctionalInterface
public interface PhotoReader {

    /// The photo as stored (no turning by its orientation tag), in any size: it is taken to fill the camera's frame.
    RgbImage read(Shot shot) throws IOException;

    /// Decodes the shot's file with what the JDK brings.
    static PhotoReader files() {
        return shot -> decode(shot.photo().file());
    }

    private static RgbImage decode(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file + ": not an image that can be read");
        }
        int width = image.getWidth();
        int height = image.getHeight();
        var rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
        var line = new int[width];
        for (int row = 0; row < height; row++) {
            image.getRGB(0, row, width, 1, line, 0, width);
            int at = 3 * row * width;
            for (int column = 0; column < width; column++) {
                int value = line[column];
                rgb[at++] = (byte) (value >> 16);
                rgb[at++] = (byte) (value >> 8);
                rgb[at++] = (byte) value;
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
