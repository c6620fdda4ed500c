package org.nadir.geo.tiff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The small files that GDAL made; `make.py` beside them says how.
final class GoldenFiles {
    static final int WIDTH = 41;
    static final int HEIGHT = 30;

    private GoldenFiles() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = GoldenFiles.class.getResourceAsStream("/gdal/" + name)) {
            if (in == null) {
                throw new IOException("No resource " + name);
            }
            return in.readAllBytes();
        }
    }

    static Path copy(String name, Path folder) throws IOException {
        return Files.write(folder.resolve(name), bytes(name));
    }

    /// What band b holds at column x, row y.
    static double value(SampleType type, int b, int x, int y) {
        return switch (type) {
            case UINT8 -> (7 * x + 13 * y + 31 * b) % 251;
            case UINT16 -> (701 * x + 1303 * y + 31 * b) % 65521;
            case INT16 -> (short) ((701 * x + 1303 * y + 31 * b) % 65521 - 30000);
            default -> x / 4.0 - 1.5 * y + 100.0 * b;
        };
    }
}
