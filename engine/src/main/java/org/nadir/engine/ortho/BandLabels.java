package org.nadir.engine.ortho;

import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Workers;

/// The photo of each plan cell for one band: the one that the seams chose, and where its capture lacks the band or the
/// band's camera does not see that far, the best of those that show it.
final class BandLabels {

    private static final short NONE = -1;

    /// Pixels around a cell's centre are made from its photo too, and the label of an orthophoto pixel may be that of the
    /// next cell.
    private static final double MARGIN_CELLS = 1.5;

    private final OrthoPlan plan;
    private final PlanSurface ground;
    private final @Nullable Shot[] shots;
    private final @Nullable Projector[] projectors;

    private BandLabels(OrthoPlan plan, PlanSurface ground, BandPhotos photos, int band) {
        this.plan = plan;
        this.ground = ground;
        this.shots = new Shot[plan.shots().size()];
        this.projectors = new Projector[shots.length];
        for (int i = 0; i < shots.length; i++) {
            Shot shot = photos.shot(plan.shots().get(i), band);
            shots[i] = shot;
            projectors[i] =
                    shot == null
                            ? null
                            : new Projector(shot, shot.camera().width(), shot.camera().height());
        }
    }

    static short[] of(
            OrthoPlan plan, PlanSurface ground, BandPhotos photos, int band, Workers workers) {
        var maker = new BandLabels(plan, ground, photos, band);
        int width = plan.labels().width();
        var labels = new short[width * plan.labels().height()];
        workers.forEach(
                plan.labels().height(),
                row -> {
                    var pixel = new double[3];
                    for (int column = 0; column < width; column++) {
                        labels[row * width + column] = maker.label(column, row, pixel);
                    }
                });
        return labels;
    }

    private short label(int column, int row, double[] pixel) {
        short chosen = plan.labels().labels()[row * plan.labels().width() + column];
        if (chosen < 0) {
            return NONE;
        }
        if (shows(chosen, column, row, MARGIN_CELLS, pixel)) {
            return chosen;
        }
        short wide = best(column, row, MARGIN_CELLS, pixel);
        return wide >= 0 ? wide : best(column, row, 0, pixel);
    }

    private short best(int column, int row, double margin, double[] pixel) {
        short best = NONE;
        int least = ViewLayer.HIDDEN;
        for (short i = 0; i < shots.length; i++) {
            int cost = plan.layers().get(i).costAt(column, row);
            if (cost < least && shows(i, column, row, margin, pixel)) {
                best = i;
                least = cost;
            }
        }
        return best;
    }

    private boolean shows(int i, int column, int row, double margin, double[] pixel) {
        Projector projector = projectors[i];
        Shot shot = shots[i];
        if (projector == null || shot == null) {
            return false;
        }
        double x = ground.frame().centreX(column);
        double y = ground.frame().centreY(row);
        if (!projector.project(x, y, ground.at(column, row), pixel)) {
            return false;
        }
        double rim = margin * ground.frame().cell() * shot.camera().focalPixels() / pixel[2];
        return pixel[0] >= rim
                && pixel[1] >= rim
                && pixel[0] <= projector.width() - rim
                && pixel[1] <= projector.height() - rim;
    }
}
