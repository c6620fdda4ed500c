package org.nadir.engine.texture;

/// One texture image: rows from the top, red, green, blue per texel.
public record TexturePage(int width, int height, byte[] rgb) {

    public TexturePage(int width, int height) {
        this(width, height, new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))]);
    }
}
