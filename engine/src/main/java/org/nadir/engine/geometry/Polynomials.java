package org.nadir.engine.geometry;

/// Products of small polynomials in x, y and z, as coefficient arrays over fixed lists of monomials.
final class Polynomials {

    /// Exponents of x, y, z: the linear monomials x, y, z, 1.
    private static final int[][] LINEAR_MONOMIALS = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 0, 0}};

    private static final int[][] QUADRATIC_MONOMIALS = {
        {2, 0, 0}, {1, 1, 0}, {1, 0, 1}, {1, 0, 0}, {0, 2, 0}, {0, 1, 1}, {0, 1, 0}, {0, 0, 2},
        {0, 0, 1}, {0, 0, 0}
    };

    /// In the order of Nistér's elimination: the first ten are eliminated, the rest are linear in x and y.
    private static final int[][] CUBIC_MONOMIALS = {
        {3, 0, 0}, {0, 3, 0}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}, {2, 0, 0}, {0, 2, 1}, {0, 2, 0},
        {1, 1, 1}, {1, 1, 0}, {1, 0, 2}, {1, 0, 1}, {1, 0, 0}, {0, 1, 2}, {0, 1, 1}, {0, 1, 0},
        {0, 0, 3}, {0, 0, 2}, {0, 0, 1}, {0, 0, 0}
    };

    static final int QUADRATIC = 10;

    private static final int[] QUADRATIC_OF =
            table(LINEAR_MONOMIALS, LINEAR_MONOMIALS, QUADRATIC_MONOMIALS);
    private static final int[] CUBIC_OF =
            table(QUADRATIC_MONOMIALS, LINEAR_MONOMIALS, CUBIC_MONOMIALS);

    private Polynomials() {}

    /// Adds `factor` times the product of two linear polynomials to a quadratic one.
    static void addProduct(
            double[] a,
            int offsetA,
            double[] b,
            int offsetB,
            double factor,
            double[] out,
            int offset) {
        for (int i = 0; i < 4; i++) {
            double scaled = factor * a[offsetA + i];
            for (int j = 0; j < 4; j++) {
                out[offset + QUADRATIC_OF[4 * i + j]] += scaled * b[offsetB + j];
            }
        }
    }

    /// Adds the product of a quadratic and a linear polynomial to a cubic one.
    static void addCubic(
            double[] quadratic,
            int offsetQ,
            double[] linear,
            int offsetL,
            double[] out,
            int offset) {
        for (int i = 0; i < QUADRATIC; i++) {
            double scaled = quadratic[offsetQ + i];
            for (int j = 0; j < 4; j++) {
                out[offset + CUBIC_OF[4 * i + j]] += scaled * linear[offsetL + j];
            }
        }
    }

    private static int[] table(int[][] left, int[][] right, int[][] products) {
        var table = new int[left.length * right.length];
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                table[i * right.length + j] = indexOfProduct(left[i], right[j], products);
            }
        }
        return table;
    }

    private static int indexOfProduct(int[] a, int[] b, int[][] products) {
        for (int p = 0; p < products.length; p++) {
            boolean same =
                    products[p][0] == a[0] + b[0]
                            && products[p][1] == a[1] + b[1]
                            && products[p][2] == a[2] + b[2];
            if (same) {
                return p;
            }
        }
        throw new IllegalStateException("Product of monomials is not in the list");
    }
}
