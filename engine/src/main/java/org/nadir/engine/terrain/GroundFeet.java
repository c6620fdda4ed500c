package org.nadir.engine.terrain;

import java.util.BitSet;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.math.Median;
import org.nadir.engine.work.Work;

/// Finds the points of the class ground that are the feet of things: the lowest half metre of a wall, of a hedge, of a crown.
/// The ground filter lets them pass, since they lie within its tolerance, and a terrain model made from them has a rim where each
/// thing stood.
///
/// Ground with nothing on it nearby is beyond doubt. It is continued smoothly to the places at the foot of things, and what lies
/// above or below it there by more than it is rough itself is no ground. Points among which more belong to a thing are none
/// either: nobody sees the ground under a roof. Where everything is overgrown nothing is beyond doubt, and all ground points
/// stay.
final class GroundFeet {

    /// Metres around things within which ground is in doubt: as far as depth maps smear an edge and the cells of the raster
    /// reach.
    private static final double DOUBT = 1;

    /// Metres beyond which ground without doubt says nothing.
    private static final double REACH = 3;

    /// Half the width of a large house, metres: so far in from the doubtful rim, points among those of things are none. Farther in
    /// there is a wood, and the few points between its crowns are all that is known of its ground.
    private static final double HALF_HOUSE = 6;

    /// A normal distribution leaves one point in 370 beyond so many deviations.
    private static final double DEVIATIONS = 3;

    private static final double LEAST_CELL = 0.25;
    private static final int CELL_LIMIT = 1 << 24;

    private final DenseCloud cloud;
    private final Work work;
    private final GridFrame frame;

    /// How many points in each cell belong to what stands there.
    private final int[] things;

    private GroundFeet(DenseCloud cloud, Work work) {
        this.cloud = cloud;
        this.work = work;
        var box = CloudBounds.of(cloud, i -> cloud.classification()[i] != GroundClassifier.NOISE);
        double cell = Math.max(LEAST_CELL, 3 * box.spacing());
        frame = box.frame(Math.max(cell, Math.sqrt(box.area() / CELL_LIMIT)));
        things = things();
    }

    /// The points that are ground by their class but not by their place. There must be points of the class ground.
    static BitSet find(DenseCloud cloud, Work work) {
        return new GroundFeet(cloud, work).find();
    }

    private boolean isGround(int point) {
        return cloud.classification()[point] == GroundClassifier.GROUND;
    }

    private BitSet find() {
        var standing = new boolean[things.length];
        for (int i = 0; i < things.length; i++) {
            standing[i] = things[i] > 0;
        }
        boolean[] near = near(standing, DOUBT);
        var bins = CloudBins.of(cloud, frame, this::isGround);
        var sure = new float[near.length];
        work.workers()
                .forEach(
                        frame.height(),
                        row -> {
                            for (int column = 0; column < frame.width(); column++) {
                                int cell = row * frame.width() + column;
                                sure[cell] = near[cell] ? Float.NaN : median(bins, cell);
                            }
                        });
        var known = new boolean[sure.length];
        for (int i = 0; i < sure.length; i++) {
            known[i] = !Float.isNaN(sure[i]);
        }
        boolean[] reached = near(known, REACH);
        boolean[] covered = covered(bins, near(known, DOUBT + HALF_HOUSE));
        new HoleFilling(work.workers(), HoleFilling.Bias.NONE, frame.cell())
                .fill(sure, frame.width(), frame.height());
        HeightGrid ground = frame.withHeights(sure);
        double most = DEVIATIONS * roughness(ground, known);
        var feet = new BitSet(cloud.count());
        for (int i = 0; i < cloud.count(); i++) {
            int cell = isGround(i) ? cell(i) : -1;
            if (cell < 0) {
                continue;
            }
            boolean astray = near[cell] && reached[cell] && Math.abs(above(ground, i)) > most;
            if (astray || covered[cell]) {
                feet.set(i);
            }
        }
        return feet;
    }

    /// Of some cells those in which more points belong to things than to the ground.
    private boolean[] covered(CloudBins ground, boolean[] of) {
        var covered = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            covered[i] = of[i] && things[i] > ground.end(i) - ground.start(i);
        }
        return covered;
    }

    private int[] things() {
        var things = new int[frame.width() * frame.height()];
        for (int i = 0; i < cloud.count(); i++) {
            if (cloud.classification()[i] == GroundClassifier.UNCLASSIFIED) {
                int cell = cell(i);
                if (cell >= 0) {
                    things[cell]++;
                }
            }
        }
        return things;
    }

    private int cell(int point) {
        int column = frame.columnOf(cloud.xyz()[3 * point]);
        int row = frame.rowOf(cloud.xyz()[3 * point + 1]);
        boolean inside = column >= 0 && row >= 0 && column < frame.width() && row < frame.height();
        return inside ? row * frame.width() + column : -1;
    }

    private double above(HeightGrid ground, int point) {
        double[] xyz = cloud.xyz();
        return xyz[3 * point + 2] - ground.heightAt(xyz[3 * point], xyz[3 * point + 1]);
    }

    private float median(CloudBins bins, int cell) {
        int count = bins.end(cell) - bins.start(cell);
        var heights = new float[count];
        for (int k = 0; k < count; k++) {
            heights[k] = (float) cloud.xyz()[3 * bins.point(bins.start(cell) + k) + 2];
        }
        return Median.of(heights, count);
    }

    /// Cells within a distance of marked ones.
    private boolean[] near(boolean[] marked, double metres) {
        var values = new float[marked.length];
        for (int i = 0; i < marked.length; i++) {
            values[i] = marked[i] ? 0 : 1;
        }
        int radius = (int) Math.ceil(metres / frame.cell());
        float[] least =
                new Morphology(work.workers(), frame.width(), frame.height())
                        .eroded(values, radius);
        var near = new boolean[marked.length];
        for (int i = 0; i < marked.length; i++) {
            near[i] = least[i] == 0;
        }
        return near;
    }

    /// Standard deviation of the points without doubt about the ground made from them, by their median deviation.
    private double roughness(HeightGrid ground, boolean[] known) {
        var deviations = new double[cloud.count()];
        int count = 0;
        for (int i = 0; i < cloud.count(); i++) {
            int cell = isGround(i) ? cell(i) : -1;
            if (cell >= 0 && known[cell]) {
                double above = above(ground, i);
                if (!Double.isNaN(above)) {
                    deviations[count++] = Math.abs(above);
                }
            }
        }
        return count == 0 ? Double.POSITIVE_INFINITY : Median.deviation(deviations, count, 0);
    }
}
