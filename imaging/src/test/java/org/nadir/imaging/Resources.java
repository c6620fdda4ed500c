package org.nadir.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The small pictures that GDAL made. At column x, row y of 33 x 20 pixels the colours are 7x, 12y and 255 − 3x − 5y; the
/// 16-bit ones hold 1000x + 1700y. `cmyk.jpg` has four components.
final class Resources {

    private Resources() {}

    static Path copy(String name, Path folder) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IOException("No resource " + name);
            }
            return Files.write(folder.resolve(name), in.readAllBytes());
        }
    }
}
