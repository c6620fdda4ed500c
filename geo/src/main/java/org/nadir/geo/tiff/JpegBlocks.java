package org.nadir.geo.tiff;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// JPEG inside TIFF (TIFF technical note 2): the block's stream continues the tables that all blocks share.
final class JpegBlocks {

    private JpegBlocks() {}

    static byte[] decode(byte[] packed, BlockLayout layout, int rows, Path file)
            throws IOException {
        if (layout.type() != SampleType.UINT8) {
            throw new GeoTiffException(file, "JPEG blocks of more than 8 bits are not supported");
        }
        Raster raster = raster(whole(layout.jpegTables(), packed), file);
        int samples = layout.blockSamples();
        if (raster.getNumBands() != samples || raster.getWidth() != layout.blockWidth()) {
            throw new GeoTiffException(
                    file,
                    "JPEG block of %d pixels and %d bands, expected %d and %d"
                            .formatted(
                                    raster.getWidth(),
                                    raster.getNumBands(),
                                    layout.blockWidth(),
                                    samples));
        }
        int columns = layout.blockWidth();
        byte[] data = new byte[columns * rows * samples];
        int[] row = new int[columns * samples];
        for (int y = 0; y < Math.min(rows, raster.getHeight()); y++) {
            raster.getPixels(0, y, columns, 1, row);
            if (layout.photometric() == Tags.PHOTOMETRIC_YCBCR && samples == 3) {
                toRgb(row);
            }
            for (int i = 0; i < row.length; i++) {
                data[y * row.length + i] = (byte) row[i];
            }
        }
        return data;
    }

    private static Raster raster(byte[] jpeg, Path file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.setInput(stream, true, true);
            return reader.readRaster(0, null);
        } catch (IOException | RuntimeException wrong) {
            throw new GeoTiffException(file, "damaged JPEG block: " + wrong.getMessage(), wrong);
        } finally {
            reader.dispose();
        }
    }

    /// Tables without their end mark, then the block without its start mark.
    private static byte[] whole(byte[] tables, byte[] block) {
        if (tables.length < 4 || block.length < 2) {
            return block;
        }
        byte[] joined = new byte[tables.length - 2 + block.length - 2];
        System.arraycopy(tables, 0, joined, 0, tables.length - 2);
        System.arraycopy(block, 2, joined, tables.length - 2, block.length - 2);
        return joined;
    }

    /// ITU-R BT.601 as in JFIF.
    private static void toRgb(int[] row) {
        for (int i = 0; i + 2 < row.length; i += 3) {
            double y = row[i];
            double cb = row[i + 1] - 128;
            double cr = row[i + 2] - 128;
            row[i] = clamp(y + 1.402 * cr);
            row[i + 1] = clamp(y - 0.344136 * cb - 0.714136 * cr);
            row[i + 2] = clamp(y + 1.772 * cb);
        }
    }

    private static int clamp(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }
}
