package org.nadir.engine.texture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Texture pages as image files in memory.
final class PageImages {

    private PageImages() {}

    static byte[] png(TexturePage page) throws IOException {
        return encode(page, "png", 0.5f);
    }

    /// @param quality above 0, at most 1
    static byte[] jpeg(TexturePage page, float quality) throws IOException {
        return encode(page, "jpeg", quality);
    }

    private static byte[] encode(TexturePage page, String format, float quality)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image(page), null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(TexturePage page) {
        var image = new BufferedImage(page.width(), page.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = page.rgb()[i + 2];
            bgr[i + 1] = page.rgb()[i + 1];
            bgr[i + 2] = page.rgb()[i];
        }
        return image;
    }
}
