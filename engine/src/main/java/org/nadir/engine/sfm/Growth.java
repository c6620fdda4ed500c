package org.nadir.engine.sfm;

import java.util.Arrays;
import org.nadir.engine.work.Work;

/// Grows one reconstruction from a pair of photos, one photo after the other (Snavely et al. 2006, Schönberger and Frahm
/// 2016, *Structure-from-Motion Revisited*).
final class Growth {

    /// The whole block is adjusted after every photo up to this many, then whenever it has grown by [#GROWTH].
    private static final int SMALL = 8;

    private static final double GROWTH = 1.15;
    private static final int LOCAL = 12;
    private static final int LEAST_POINTS = 30;
    private static final double[] LEAST_SHARE = {0.3, 0.2, 0.1};

    private final Reconstruction block;
    private final SfmSettings settings;
    private final Work work;
    private final PointMaker points;
    private final Adjustment adjustment;
    private final Alignment alignment;
    private final VisiblePoints visible;

    /// Visible points at which a photo failed; −1 when it has not been tried.
    private final int[] failedAt;

    /// Photos that this reconstruction must not take.
    private final boolean[] barred;

    private int adjustedAt;

    Growth(Reconstruction block, boolean[] barred, SfmSettings settings, Work work) {
        this.block = block;
        this.barred = barred;
        this.settings = settings;
        this.work = work;
        this.points = new PointMaker(block, work.workers(), settings.minAngle());
        this.adjustment = new Adjustment(block, settings, work);
        this.alignment = new Alignment(block, settings);
        this.visible = new VisiblePoints(block);
        this.failedAt = new int[block.photos.size()];
        Arrays.fill(failedAt, -1);
    }

    /// Starts from a pair. False when it does not hold.
    boolean start(StartPair pair) {
        block.place(pair.photoA(), StartPair.IDENTITY);
        block.place(pair.photoB(), pair.poseB());
        points.triangulateAll(settings.resectionError());
        if (block.pointCount() < LEAST_POINTS) {
            return false;
        }
        settle();
        return block.pointCount() >= LEAST_POINTS;
    }

    /// Adds photos until none fits any more.
    void run() {
        int patience = 0;
        while (block.placedCount() < block.photos.size()) {
            work.cancellation().check();
            int photo = next();
            if (photo < 0) {
                if (patience == LEAST_SHARE.length - 1) {
                    break;
                }
                // Before giving up: a better block, and a lower bar.
                patience++;
                settle();
                Arrays.fill(failedAt, -1);
                continue;
            }
            if (!Resection.place(block, photo, settings, LEAST_SHARE[patience])) {
                failedAt[photo] = visible.of(photo);
                continue;
            }
            points.triangulateFor(photo, settings.resectionError(), visible);
            adjustAround(photo);
            work.progress().fraction(block.placedCount() / (double) block.photos.size());
        }
        settle();
    }

    private void adjustAround(int photo) {
        int placed = block.placedCount();
        if (placed <= SMALL || placed >= adjustedAt * GROWTH) {
            settle();
            return;
        }
        adjustment.around(photo, LOCAL, 4);
        points.triangulateFor(photo, growthLimit(), visible);
    }

    /// Adjusts the whole block and decides anew on all points.
    private void settle() {
        adjustedAt = block.placedCount();
        var freedom = Adjustment.Freedom.FOCAL_AND_RADIAL;
        adjustment.all(freedom, 12, 1e-4);
        points.keepWhatFits(growthLimit());
        points.triangulateAll(growthLimit());
        visible.count();
        if (settings.useGps() && !block.georeferenced && block.placedCount() >= SMALL) {
            alignment.alignFirm();
        }
    }

    private double growthLimit() {
        return 1.5 * settings.outlierError();
    }

    /// The photo that sees most points, −1 when none sees enough more than at its last try.
    private int next() {
        int best = -1;
        int most = 0;
        for (int p = 0; p < block.photos.size(); p++) {
            if (block.placed[p] || barred[p]) {
                continue;
            }
            int seen = visible.of(p);
            boolean again = failedAt[p] < 0 || seen > 1.2 * failedAt[p];
            if (again && seen > most && seen >= 15) {
                most = seen;
                best = p;
            }
        }
        return best;
    }
}
