package org.nadir.engine.ortho;

/// A decoded photo: three bytes a pixel, row-major. Owned by whoever made it; read, never write.
public record RgbImage(int width, int height, byte[] rgb) {

    public RgbImage {
        if (rgb.length != Math.multiplyExact(3, Math.multiplyExact(width, height))) {
            throw new IllegalArgumentException(
                    "Image of " + width + "x" + height + " with " + rgb.length + " bytes");
        }
    }
}
