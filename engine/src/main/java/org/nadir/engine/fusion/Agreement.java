package org.nadir.engine.fusion;

/// What the other depth maps say about one sample of a map: how many agree, how many look through it, and the mean of those that
/// agree.
///
/// A map agrees when its depth at the sample's place differs by at most 1 % and by what moves the match 1.5 pixels, and the
/// normals point roughly the same way. It contradicts when it sees something clearly behind the sample.
final class Agreement {

    static final double MOST_DEPTH_ERROR = 0.01;
    private static final double MOST_PIXEL_ERROR = 1.5;
    private static final double LEAST_NORMAL_COSINE = 0.3;

    /// Depths differing by this many tolerances contradict.
    private static final double CONTRADICTION = 2.5;

    private final MapSamples reference;
    private final MapSamples[] others;
    private final double[] disparity;

    final double[] point = new double[3];
    private final double[] uvz = new double[3];

    int agreeing;
    int contradicting;

    /// Maps that could have said something: the sample lies in their picture, where they have a depth, and is not hidden.
    int asked;

    /// Which of the others agree, and at which of their pixels.
    final boolean[] agrees;

    final int[] pixel;

    /// Whether that pixel's own sample lies no farther away than a pixel is wide. Where it lies farther, it shows another piece of
    /// a surface that the other map looks along.
    final boolean[] same;

    final double[] sumPoint = new double[3];
    final double[] sumNormal = new double[3];
    final int[] sumColour = new int[3];

    Agreement(MapSamples reference, MapSamples[] others) {
        this.reference = reference;
        this.others = others;
        this.agrees = new boolean[others.length];
        this.pixel = new int[others.length];
        this.same = new boolean[others.length];
        this.disparity = new double[others.length];
        for (int j = 0; j < others.length; j++) {
            double dx = others[j].centre[0] - reference.centre[0];
            double dy = others[j].centre[1] - reference.centre[1];
            double dz = others[j].centre[2] - reference.centre[2];
            disparity[j] = others[j].focal * Math.sqrt(dx * dx + dy * dy + dz * dz);
        }
    }

    /// Asks all other maps about pixel `(x, y)`, which has a depth.
    void ask(int x, int y) {
        int i = y * reference.width + x;
        double z = reference.depth[i];
        reference.point(x, y, z, point);
        agreeing = 0;
        contradicting = 0;
        asked = 0;
        for (int k = 0; k < 3; k++) {
            sumPoint[k] = point[k];
            sumNormal[k] = reference.normal[3 * i + k];
            sumColour[k] = reference.rgb[3 * i + k] & 255;
        }
        for (int j = 0; j < others.length; j++) {
            agrees[j] = confirms(i, j);
        }
    }

    private boolean confirms(int i, int j) {
        MapSamples other = others[j];
        if (!other.project(point, uvz)) {
            return false;
        }
        double z = uvz[2];
        double seen = other.depthAt(uvz[0], uvz[1], MOST_DEPTH_ERROR);
        if (seen <= 0) {
            return false;
        }
        double error = (seen - z) / z;
        double tolerance = Math.min(MOST_DEPTH_ERROR, MOST_PIXEL_ERROR * z / disparity[j]);
        if (error < -tolerance) {
            return false;
        }
        asked++;
        if (error > tolerance) {
            contradicting += error > CONTRADICTION * tolerance ? 1 : 0;
            return false;
        }
        int q = (int) uvz[1] * other.width + (int) uvz[0];
        double cosine = 0;
        for (int k = 0; k < 3; k++) {
            cosine += (double) reference.normal[3 * i + k] * other.normal[3 * q + k];
        }
        if (cosine < LEAST_NORMAL_COSINE) {
            return false;
        }
        agreeing++;
        pixel[j] = q;
        same[j] = isSame(other, q, z / Math.min(other.focal, reference.focal));
        for (int k = 0; k < 3; k++) {
            sumPoint[k] += other.centre[k] + (point[k] - other.centre[k]) * seen / z;
            sumNormal[k] += other.normal[3 * q + k];
            sumColour[k] += other.rgb[3 * q + k] & 255;
        }
        return true;
    }

    /// Whether the sample at a pixel of another map lies within `size` metres of the place that was projected there.
    private boolean isSame(MapSamples other, int q, double size) {
        double right = (uvz[0] - q % other.width - 0.5) * uvz[2] / other.focal;
        double down = (uvz[1] - q / other.width - 0.5) * uvz[2] / other.focal;
        double deep = uvz[2] - other.depth[q];
        return right * right + down * down + deep * deep <= size * size;
    }
}
