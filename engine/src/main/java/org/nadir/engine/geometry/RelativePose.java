package org.nadir.engine.geometry;

import org.nadir.engine.camera.Rotations;

/// Where view A's frame lies in view B's: `pointInB = rotation · pointInA + translation`, the translation of unit length
/// since two views alone know no scale. The arrays are owned by the pose: read, never write.
///
/// @param rotation row-major, 9 numbers
/// @param translation unit vector, 3 numbers
public record RelativePose(double[] rotation, double[] translation) {

    public RelativePose {
        if (rotation.length != 9 || translation.length != 3) {
            throw new IllegalArgumentException("A relative pose needs 9 + 3 numbers");
        }
    }

    /// One of the four poses that an essential matrix allows, without singular values (Horn 1990, "Recovering baseline and
    /// orientation from essential matrix"); the others are those of [#twin].
    static RelativePose ofEssential(double[] e) {
        double[] b = baseline(e);
        double[] cofactors = cofactors(e);
        double[] product = Rotations.multiply(cross(b), e);
        double squares = b[0] * b[0] + b[1] * b[1] + b[2] * b[2];
        var rotation = new double[9];
        for (int i = 0; i < 9; i++) {
            rotation[i] = (cofactors[i] - product[i]) / squares;
        }
        double norm = Math.sqrt(squares);
        return new RelativePose(
                orthonormal(rotation), new double[] {b[0] / norm, b[1] / norm, b[2] / norm});
    }

    /// The vector of length `√(½ trace E E')` that is orthogonal to the columns of E, from their longest cross product.
    private static double[] baseline(double[] e) {
        var best = new double[3];
        double bestNorm = -1;
        double half = 0;
        for (int c = 0; c < 3; c++) {
            int d = (c + 1) % 3;
            double x = e[3 + c] * e[6 + d] - e[6 + c] * e[3 + d];
            double y = e[6 + c] * e[d] - e[c] * e[6 + d];
            double z = e[c] * e[3 + d] - e[3 + c] * e[d];
            double norm = Math.sqrt(x * x + y * y + z * z);
            if (norm > bestNorm) {
                bestNorm = norm;
                best[0] = x / norm;
                best[1] = y / norm;
                best[2] = z / norm;
            }
            half += 0.5 * (e[c] * e[c] + e[3 + c] * e[3 + c] + e[6 + c] * e[6 + c]);
        }
        double length = Math.sqrt(half);
        return new double[] {best[0] * length, best[1] * length, best[2] * length};
    }

    private static double[] cofactors(double[] e) {
        var c = new double[9];
        for (int i = 0; i < 3; i++) {
            int i1 = (i + 1) % 3;
            int i2 = (i + 2) % 3;
            for (int j = 0; j < 3; j++) {
                int j1 = (j + 1) % 3;
                int j2 = (j + 2) % 3;
                c[3 * i + j] = e[3 * i1 + j1] * e[3 * i2 + j2] - e[3 * i1 + j2] * e[3 * i2 + j1];
            }
        }
        return c;
    }

    private static double[] cross(double[] t) {
        return new double[] {0, -t[2], t[1], t[2], 0, -t[0], -t[1], t[0], 0};
    }

    /// Rounds a nearly orthonormal matrix to a rotation, through its quaternion.
    private static double[] orthonormal(double[] r) {
        double[] v = Rotations.toAxisAngle(r);
        return Rotations.fromAxisAngle(v[0], v[1], v[2]);
    }

    /// The essential matrix `[translation]× rotation`.
    public double[] essential() {
        return Rotations.multiply(cross(translation), rotation);
    }

    RelativePose reversed() {
        return new RelativePose(
                rotation, new double[] {-translation[0], -translation[1], -translation[2]});
    }

    /// The pose with B turned half-way round the baseline: same essential matrix up to sign.
    RelativePose twin() {
        double[] t = translation;
        var turn = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                turn[3 * i + j] = 2 * t[i] * t[j] - (i == j ? 1 : 0);
            }
        }
        return new RelativePose(Rotations.multiply(turn, rotation), translation);
    }
}
