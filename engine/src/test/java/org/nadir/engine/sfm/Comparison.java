package org.nadir.engine.sfm;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Locale;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Shot;

/// A result beside the block it was made from.
final class Comparison {

    /// Mean of result minus truth of the camera centres.
    final double[] shift = new double[3];

    /// Scale of the similarity that takes the result to the truth.
    final double scale;

    /// Angle between the z axes of result and truth, degrees.
    final double tilt;

    /// Root mean square distance of camera centres after the similarity, metres.
    final double rmsAfterSimilarity;

    /// Largest angle between rotations after the similarity, degrees.
    final double worstTurn;

    Comparison(SyntheticBlock block, SfmResult result) {
        int n = result.scene().shots().size();
        var from = new double[3 * n];
        var to = new double[3 * n];
        var equal = new double[n];
        var covariance = new double[9];
        Arrays.fill(equal, 1);
        for (int s = 0; s < n; s++) {
            Pose found = result.scene().shots().get(s).pose();
            Pose truth = truth(block, result.scene().shots().get(s));
            System.arraycopy(found.centreInWorld(), 0, from, 3 * s, 3);
            System.arraycopy(truth.centreInWorld(), 0, to, 3 * s, 3);
            for (int c = 0; c < 3; c++) {
                shift[c] += (from[3 * s + c] - to[3 * s + c]) / n;
            }
            // Rotations decide the frame too, so that cameras on a line can be compared.
            for (int k = 0; k < 3; k++) {
                for (int r = 0; r < 3; r++) {
                    for (int c = 0; c < 3; c++) {
                        covariance[3 * r + c] +=
                                found.cameraFromWorld()[3 * k + r]
                                        * truth.cameraFromWorld()[3 * k + c];
                    }
                }
            }
        }
        double[] turn = requireNonNull(Similarity.rotationFrom(covariance));
        double spreadFrom = spread(from);
        double spreadTo = spread(to);
        scale = spreadTo / spreadFrom;
        var similarity =
                new Similarity(
                        scale,
                        turn,
                        Similarity.shiftFor(
                                scale,
                                turn,
                                Similarity.mean(from, equal),
                                Similarity.mean(to, equal)));
        tilt = Math.toDegrees(Math.acos(Math.clamp(turn[8], -1, 1)));
        double squares = 0;
        double worst = 0;
        for (int s = 0; s < n; s++) {
            Pose moved = similarity.apply(result.scene().shots().get(s).pose());
            Pose truth = truth(block, result.scene().shots().get(s));
            for (int c = 0; c < 3; c++) {
                double d = moved.centreInWorld()[c] - truth.centreInWorld()[c];
                squares += d * d;
            }
            double[] difference =
                    Rotations.toAxisAngle(
                            Rotations.multiply(
                                    moved.cameraFromWorld(),
                                    Rotations.transpose(truth.cameraFromWorld())));
            worst =
                    Math.max(
                            worst,
                            Math.sqrt(
                                    difference[0] * difference[0]
                                            + difference[1] * difference[1]
                                            + difference[2] * difference[2]));
        }
        rmsAfterSimilarity = Math.sqrt(squares / n);
        worstTurn = Math.toDegrees(worst);
    }

    private static Pose truth(SyntheticBlock block, Shot shot) {
        return block.poses.get(Integer.parseInt(shot.name().substring("photo".length())));
    }

    private static double spread(double[] xyz) {
        var equal = new double[xyz.length / 3];
        Arrays.fill(equal, 1);
        double[] mean = Similarity.mean(xyz, equal);
        double sum = 0;
        for (int i = 0; i < xyz.length; i++) {
            sum += (xyz[i] - mean[i % 3]) * (xyz[i] - mean[i % 3]);
        }
        return Math.sqrt(sum);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "shift %.3f %.3f %.3f, scale %.5f, tilt %.3f deg, rms %.4f m, worst turn %.3f deg",
                shift[0],
                shift[1],
                shift[2],
                scale,
                tilt,
                rmsAfterSimilarity,
                worstTurn);
    }
}
