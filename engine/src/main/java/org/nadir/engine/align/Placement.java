package org.nadir.engine.align;

import org.nadir.engine.camera.Rotations;
import org.nadir.engine.sfm.Similarity;

/// Where a surface is moved to: `p ↦ pivot + shift + scale · rotation · (p − pivot)`, world frame, metres.
///
/// @param turn rotation as an axis-angle vector, radians
/// @param pivot middle of the surface, which keeps shift, rotation and scale apart
record Placement(double scale, double[] turn, double[] shift, double[] pivot) {

    /// Unknowns in the order of [#stepped]: shift x, y, z, rotation about x, y, z, scale.
    static final int UNKNOWNS = 7;

    static Placement unmoved(double[] pivot) {
        return new Placement(1, new double[3], new double[3], pivot);
    }

    Placement shifted(double x, double y, double z) {
        return new Placement(
                scale, turn, new double[] {shift[0] + x, shift[1] + y, shift[2] + z}, pivot);
    }

    /// Moved on by a small step. Rotation and scale are given by what they do at distance `arm` from the pivot, so that all
    /// seven numbers are metres.
    Placement stepped(double[] step, double arm) {
        double[] rotation =
                Rotations.multiply(
                        Rotations.fromAxisAngle(step[3] / arm, step[4] / arm, step[5] / arm),
                        rotation());
        return new Placement(
                scale * (1 + step[6] / arm),
                Rotations.toAxisAngle(rotation),
                new double[] {shift[0] + step[0], shift[1] + step[1], shift[2] + step[2]},
                pivot);
    }

    /// All seven unknowns as displacements in metres at distance `arm`.
    double[] displacements(double arm) {
        return new double[] {
            shift[0],
            shift[1],
            shift[2],
            turn[0] * arm,
            turn[1] * arm,
            turn[2] * arm,
            (scale - 1) * arm
        };
    }

    /// Without the unknowns that are not `kept`.
    Placement only(boolean[] kept) {
        var newTurn = new double[3];
        var newShift = new double[3];
        for (int i = 0; i < 3; i++) {
            newShift[i] = kept[i] ? shift[i] : 0;
            newTurn[i] = kept[3 + i] ? turn[i] : 0;
        }
        return new Placement(kept[6] ? scale : 1, newTurn, newShift, pivot);
    }

    double[] rotation() {
        return Rotations.fromAxisAngle(turn[0], turn[1], turn[2]);
    }

    Similarity similarity() {
        double[] r = rotation();
        var moved = new double[3];
        for (int i = 0; i < 3; i++) {
            moved[i] =
                    pivot[i]
                            + shift[i]
                            - scale
                                    * (r[3 * i] * pivot[0]
                                            + r[3 * i + 1] * pivot[1]
                                            + r[3 * i + 2] * pivot[2]);
        }
        return new Similarity(scale, r, moved);
    }
}
