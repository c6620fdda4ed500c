package org.nadir.engine.features;

/// A gray image of floats, row by row, black 0 and white 1. The array is owned by whoever made the image.
public record LumaImage(int width, int height, float[] pixels) {

    public LumaImage {
        if (width <= 0 || height <= 0 || pixels.length < (long) width * height) {
            throw new IllegalArgumentException(
                    "Gray image " + width + "x" + height + " with " + pixels.length + " pixels");
        }
    }
}
