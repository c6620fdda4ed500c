package org.nadir.imaging;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Makes picture files in memory. Stateless, for any thread.
public final class ImageEncoder {
    private static final int RGB = 3;

    private ImageEncoder() {}

    /// A baseline JPEG.
    ///
    /// @param quality 0 to 1; 0.75 is common, 0.9 hardly visible
    public static byte[] jpeg(RgbImage image, double quality) {
        return jpeg(image, quality, false);
    }

    /// A JPEG, progressive if wanted.
    public static byte[] jpeg(RgbImage image, double quality, boolean progressive) {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("JPEG quality must be 0 to 1: " + quality);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream(Math.max(1024, image.rgb().length / 8));
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality((float) quality);
            how.setProgressiveMode(
                    progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.setOutput(out);
            writer.write(null, new IIOImage(view(image), null, null), how);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /// A PNG of interleaved bytes.
    ///
    /// @param channels 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA
    /// @param level Deflate level, 1 fastest to 9 smallest
    public static byte[] png(byte[] pixels, int width, int height, int channels, int level) {
        var bytes = new ByteArrayOutputStream(Math.max(1024, pixels.length / 4));
        try (var writer = new PngWriter(bytes, width, height, channels, level)) {
            writer.writeRows(pixels, 0, height);
            writer.finish();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    /// A PNG without alpha.
    public static byte[] png(RgbImage image) {
        return png(image.rgb(), image.width(), image.height(), RGB, 6);
    }

    /// The picture for the JDK's classes, sharing the pixels.
    static BufferedImage view(RgbImage image) {
        var data = new DataBufferByte(image.rgb(), image.rgb().length);
        WritableRaster raster =
                Raster.createInterleavedRaster(
                        data,
                        image.width(),
                        image.height(),
                        RGB * image.width(),
                        RGB,
                        new int[] {0, 1, 2},
                        null);
        ColorModel colours =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_BYTE);
        return new BufferedImage(colours, raster, false, null);
    }
}
