package org.nadir.engine.mesh;

/// Numbers of cubes in space along Morton's curve: the bits of x, y and z in turn, so that dropping the last three bits
/// gives the number of the cube of twice the size.
final class Morton {

    /// Coordinates are at least 0 and below this.
    static final int LIMIT = 1 << 20;

    private Morton() {}

    static long code(int x, int y, int z) {
        return spread(x) | spread(y) << 1 | spread(z) << 2;
    }

    static int x(long code) {
        return gather(code);
    }

    static int y(long code) {
        return gather(code >>> 1);
    }

    static int z(long code) {
        return gather(code >>> 2);
    }

    /// Whether coordinates have a number.
    static boolean isInside(int x, int y, int z) {
        return (x | y | z) >= 0 && x < LIMIT && y < LIMIT && z < LIMIT;
    }

    private static long spread(int number) {
        long x = number & 0x1FFFFFL;
        x = (x | x << 32) & 0x1F00000000FFFFL;
        x = (x | x << 16) & 0x1F0000FF0000FFL;
        x = (x | x << 8) & 0x100F00F00F00F00FL;
        x = (x | x << 4) & 0x10C30C30C30C30C3L;
        return (x | x << 2) & 0x1249249249249249L;
    }

    private static int gather(long code) {
        long x = code & 0x1249249249249249L;
        x = (x | x >>> 2) & 0x10C30C30C30C30C3L;
        x = (x | x >>> 4) & 0x100F00F00F00F00FL;
        x = (x | x >>> 8) & 0x1F0000FF0000FFL;
        x = (x | x >>> 16) & 0x1F00000000FFFFL;
        return (int) ((x | x >>> 32) & 0x1FFFFFL);
    }
}
