package org.nadir.engine.depth;

import org.nadir.engine.camera.Camera;

/// A 64-bit FNV-1a hash over the things a file was made from. Raised by one whenever the way of making changes: [#METHOD].
final class Fingerprint {

    private static final int METHOD = 5;

    private long hash = 0xcbf29ce484222325L;

    Fingerprint() {
        add(METHOD);
    }

    Fingerprint add(long value) {
        for (int i = 0; i < 64; i += 8) {
            hash = (hash ^ (value >>> i & 255)) * 0x100000001b3L;
        }
        return this;
    }

    Fingerprint add(double value) {
        return add(Double.doubleToLongBits(value));
    }

    Fingerprint add(String text) {
        text.chars().forEach(c -> add((long) c));
        return this;
    }

    Fingerprint add(Camera camera) {
        add(camera.width()).add(camera.height());
        for (double number : camera.numbers()) {
            add(number);
        }
        return add(camera.model().ordinal());
    }

    long value() {
        return hash;
    }
}
