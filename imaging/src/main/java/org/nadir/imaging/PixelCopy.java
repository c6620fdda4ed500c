package org.nadir.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/// Takes pixels out of the JDK's images, the common layouts without going through its colour machinery.
final class PixelCopy {

    private PixelCopy() {}

    static RgbImage rgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        var target = new RgbImage(width, height);
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        boolean plain = !(image.getColorModel() instanceof IndexColorModel);
        if (plain && isBytes(raster)) {
            copyBytes(raster, bands >= 3 ? new int[] {0, 1, 2} : new int[] {0, 0, 0}, target.rgb());
        } else if (plain && isShorts(raster)) {
            copyShorts(
                    raster, bands >= 3 ? new int[] {0, 1, 2} : new int[] {0, 0, 0}, target.rgb());
        } else {
            copyColours(image, target);
        }
        return target;
    }

    /// As [#rgb], with samples of more than 8 bits stretched linearly: the least that occurs becomes 0, the largest 255.
    static RgbImage stretched(BufferedImage image) {
        Raster raster = image.getRaster();
        if (raster.getSampleModel().getSampleSize(0) <= 8
                || image.getColorModel() instanceof IndexColorModel) {
            return rgb(image);
        }
        int bands = raster.getNumBands() >= 3 ? 3 : 1;
        int width = raster.getWidth();
        double[] row = new double[width * raster.getNumBands()];
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int i = 0; i < row.length; i++) {
                if (i % raster.getNumBands() < bands && Double.isFinite(row[i])) {
                    least = Math.min(least, row[i]);
                    largest = Math.max(largest, row[i]);
                }
            }
        }
        double factor = largest > least ? 255 / (largest - least) : 0;
        var target = new RgbImage(width, raster.getHeight());
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    double value = row[x * raster.getNumBands() + (bands == 3 ? c : 0)];
                    // A value that is no number casts to 0: black.
                    target.rgb()[to++] = (byte) Math.round((value - least) * factor);
                }
            }
        }
        return target;
    }

    static GrayImage gray(BufferedImage image) {
        Raster raster = image.getRaster();
        boolean oneBand =
                raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        byte[] gray = new byte[Math.multiplyExact(image.getWidth(), image.getHeight())];
        if (oneBand && isBytes(raster)) {
            copyBytes(raster, new int[] {0}, gray);
        } else if (oneBand && isShorts(raster)) {
            copyShorts(raster, new int[] {0}, gray);
        } else {
            return rgb(image).gray();
        }
        return new GrayImage(image.getWidth(), image.getHeight(), gray);
    }

    /// One channel and samples of more than 8 bits.
    static boolean isDeepSingleBand(BufferedImage image) {
        Raster raster = image.getRaster();
        return raster.getNumBands() == 1
                && raster.getSampleModel().getSampleSize(0) > 8
                && !(image.getColorModel() instanceof IndexColorModel);
    }

    /// One channel as it is stored; samples of 16 bits count as unsigned.
    static Plane plane(BufferedImage image, int channel) {
        Raster raster = image.getRaster();
        int width = raster.getWidth();
        var values = new float[Math.multiplyExact(width, raster.getHeight())];
        var row = new float[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, channel, row);
            System.arraycopy(row, 0, values, y * width, width);
        }
        return new Plane(width, raster.getHeight(), values);
    }

    private static boolean isBytes(Raster raster) {
        return raster.getSampleModel() instanceof PixelInterleavedSampleModel
                && raster.getDataBuffer() instanceof DataBufferByte;
    }

    private static boolean isShorts(Raster raster) {
        return raster.getSampleModel().getDataType() == DataBuffer.TYPE_USHORT
                && raster.getSampleModel().getSampleSize(0) == 16;
    }

    private static void copyBytes(Raster raster, int[] bands, byte[] target) {
        var model = (PixelInterleavedSampleModel) raster.getSampleModel();
        byte[] data = ((DataBufferByte) raster.getDataBuffer()).getData();
        int[] offsets = model.getBandOffsets();
        int stride = model.getPixelStride();
        int base =
                raster.getDataBuffer().getOffset()
                        - raster.getSampleModelTranslateY() * model.getScanlineStride()
                        - raster.getSampleModelTranslateX() * stride;
        int width = raster.getWidth();
        for (int y = 0; y < raster.getHeight(); y++) {
            int from = base + y * model.getScanlineStride();
            int to = y * width * bands.length;
            if (bands.length == 3) {
                copyRow(data, from, stride, offsets, bands, target, to, width);
            } else {
                for (int x = 0; x < width; x++) {
                    target[to + x] = data[from + x * stride + offsets[bands[0]]];
                }
            }
        }
    }

    private static void copyRow(
            byte[] data,
            int from,
            int stride,
            int[] offsets,
            int[] bands,
            byte[] target,
            int to,
            int width) {
        int red = offsets[bands[0]];
        int green = offsets[bands[1]];
        int blue = offsets[bands[2]];
        for (int x = 0; x < width; x++) {
            int at = from + x * stride;
            target[to + 3 * x] = data[at + red];
            target[to + 3 * x + 1] = data[at + green];
            target[to + 3 * x + 2] = data[at + blue];
        }
    }

    private static void copyShorts(Raster raster, int[] bands, byte[] target) {
        int width = raster.getWidth();
        int count = raster.getNumBands();
        int[] row = new int[width * count];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int band : bands) {
                    target[to++] = (byte) (row[x * count + band] >> 8);
                }
            }
        }
    }

    private static void copyColours(BufferedImage image, RgbImage target) {
        int width = image.getWidth();
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                target.rgb()[to++] = (byte) (argb >> 16);
                target.rgb()[to++] = (byte) (argb >> 8);
                target.rgb()[to++] = (byte) argb;
            }
        }
    }
}
