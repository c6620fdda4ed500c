package org.nadir.engine.edges;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.imaging.GrayImage;

/// Asks the photos which of two surfaces the cells of a block show. One per thread.
///
/// Both surfaces are asked of the same photos, those that see the lower one past the step. On the lower surface continued under
/// the upper one they agree a little, since the foot of the wall that they show there moves little; just as little moves
/// the head of the wall on the upper one continued outwards. So the two mistakes are equal, and the edge lies between.
final class BlockVotes {

    private static final int BLOCK = WindowScores.BLOCK;

    /// Photos that are asked, at most: those that look down most steeply.
    private static final int MOST_PHOTOS = 10;

    private static final int LEAST_PHOTOS = 2;

    /// Photos that look down less steeply than 60° from the vertical are not asked.
    private static final double STEEPEST = Math.sqrt(3);

    /// Mean correlation: photos must agree so well on one of the surfaces to have a say. Where they agree less, what is there is
    /// neither, a crown for instance, or bare of texture.
    private static final float LEAST_AGREEMENT = 0.45f;

    /// The same for a surface whose end is told by agreement alone: a roof, on which photos correlate by 0.83 at least on the
    /// rendered blocks, and no crown.
    private static final float ROOF_AGREEMENT = 0.72f;

    private final HeightGrid grid;
    private final List<Shot> shots;
    private final GrayPhotos photos;
    private final int reach;
    private final WindowScores scores = new WindowScores(MOST_PHOTOS);
    private final float[] upper = new float[BLOCK * BLOCK];
    private final float[] lower = new float[BLOCK * BLOCK];
    private final int[] candidates;
    private final double[] tilts;
    private final double[] inCamera = new double[3];
    private final double[] centre = new double[2];
    private final double[] right = new double[2];
    private final double[] down = new double[2];

    /// @param reach how far off edges may be, cells
    BlockVotes(HeightGrid grid, List<Shot> shots, GrayPhotos photos, int reach) {
        this.grid = grid;
        this.shots = shots;
        this.photos = photos;
        this.reach = reach;
        candidates = new int[shots.size()];
        tilts = new double[shots.size()];
    }

    /// Writes how much better photos agree on the upper surface than on the lower one, -1 to 1, for the cells of a block, row by
    /// row; NaN where they agree on neither.
    ///
    /// @param x world place of the block's centre
    /// @return false when too few photos show it
    boolean take(double x, double y, TwoPlanes both, float[] votes) throws IOException {
        int count = findPhotos(x, y, both);
        int open = openFirst(count, x, y, both);
        boolean known =
                open >= LEAST_PHOTOS ? compare(x, y, open, both) : findEnd(x, y, count, both);
        for (int i = 0; known && i < votes.length; i++) {
            boolean sure = open < LEAST_PHOTOS || Math.max(upper[i], lower[i]) >= LEAST_AGREEMENT;
            votes[i] = sure ? upper[i] - lower[i] : Float.NaN;
        }
        return known;
    }

    private boolean compare(double x, double y, int count, TwoPlanes both) throws IOException {
        if (!score(x, y, count, both, true, false, upper)
                || !score(x, y, count, both, false, false, lower)) {
            return false;
        }
        float agreement = 0;
        for (int i = 0; i < upper.length; i++) {
            agreement += Math.max(upper[i], lower[i]) / upper.length;
        }
        return agreement >= LEAST_AGREEMENT;
    }

    /// Where no photo shows the lower surface at the foot of the step, the upper one ends where photos agree half as well as
    /// farther inwards. Nothing stands before it, so all photos count.
    private boolean findEnd(double x, double y, int count, TwoPlanes both) throws IOException {
        double right = -(reach + BLOCK) * both.outRight();
        double down = -(reach + BLOCK) * both.outDown();
        double insideX = x + right * grid.cell();
        double insideY = y - down * grid.cell();
        TwoPlanes inside = both.movedBy(right, down);
        if (!score(insideX, insideY, count, inside, true, true, lower)
                || !score(x, y, count, both, true, true, upper)) {
            return false;
        }
        float usual = 0;
        for (float score : lower) {
            usual += score / lower.length;
        }
        Arrays.fill(lower, usual / 2);
        return usual >= ROOF_AGREEMENT;
    }

    /// Collects the photos that show a place, those that look down most steeply first; how many.
    private int findPhotos(double x, double y, TwoPlanes both) {
        int count = 0;
        for (int i = 0; i < candidates.length; i++) {
            double[] eye = shots.get(i).pose().centreInWorld();
            double above = eye[2] - both.upper();
            double tilt = Math.hypot(eye[0] - x, eye[1] - y) / above;
            if (!(above > 0) || tilt > STEEPEST || !isShown(shots.get(i), x, y, both)) {
                continue;
            }
            int at = count++;
            for (; at > 0 && tilts[at - 1] > tilt; at--) {
                tilts[at] = tilts[at - 1];
                candidates[at] = candidates[at - 1];
            }
            tilts[at] = tilt;
            candidates[at] = i;
        }
        return count;
    }

    /// Moves the photos to the front that see the lower surface past the step; how many.
    private int openFirst(int count, double x, double y, TwoPlanes both) {
        int open = 0;
        for (int i = 0; i < count; i++) {
            int shot = candidates[i];
            if (!isHidden(shots.get(shot), x, y, both)) {
                System.arraycopy(candidates, open, candidates, open + 1, i - open);
                candidates[open++] = shot;
            }
        }
        return open;
    }

    /// Whether a photo looks from behind the edge, so that the upper surface hides more than a cell of the lower one.
    private boolean isHidden(Shot shot, double x, double y, TwoPlanes both) {
        double[] eye = shot.pose().centreInWorld();
        double outwards = both.outRight() * (eye[0] - x) - both.outDown() * (eye[1] - y);
        return outwards / (eye[2] - both.lower()) * both.step() < -grid.cell();
    }

    private boolean isShown(Shot shot, double x, double y, TwoPlanes both) {
        int width = shot.camera().width();
        int height = shot.camera().height();
        return footprint(shot, width, height, x, y, both, true) != null
                && footprint(shot, width, height, x, y, both, false) != null;
    }

    private boolean score(
            double x,
            double y,
            int count,
            TwoPlanes both,
            boolean above,
            boolean all,
            float[] result)
            throws IOException {
        int used = 0;
        for (int i = 0; i < count && used < MOST_PHOTOS; i++) {
            Shot shot = shots.get(candidates[i]);
            GrayImage photo = photos.image(candidates[i]);
            WindowScores.Footprint at =
                    footprint(shot, photo.width(), photo.height(), x, y, both, above);
            if (at == null) {
                continue;
            }
            if (used++ == 0) {
                scores.begin(photo, at);
            } else {
                scores.add(photo, at);
            }
        }
        if (used < LEAST_PHOTOS) {
            return false;
        }
        scores.finish(all, result);
        return true;
    }

    /// Where a photo of some size shows one of the surfaces over a block; null where it does not show all of it.
    private WindowScores.@Nullable Footprint footprint(
            Shot shot, int width, int height, double x, double y, TwoPlanes both, boolean above) {
        double metres = BLOCK * grid.cell();
        double z = above ? both.upperAt(0, 0) : both.lowerAt(0, 0);
        double zRight = above ? both.upperAt(BLOCK, 0) : both.lowerAt(BLOCK, 0);
        double zDown = above ? both.upperAt(0, BLOCK) : both.lowerAt(0, BLOCK);
        if (!shot.project(x, y, z, inCamera, centre)
                || !shot.project(x + metres, y, zRight, inCamera, right)
                || !shot.project(x, y - metres, zDown, inCamera, down)) {
            return null;
        }
        double su = width / (double) shot.camera().width();
        double sv = height / (double) shot.camera().height();
        var at =
                new WindowScores.Footprint(
                        su * centre[0],
                        sv * centre[1],
                        su * (right[0] - centre[0]) / BLOCK,
                        sv * (right[1] - centre[1]) / BLOCK,
                        su * (down[0] - centre[0]) / BLOCK,
                        sv * (down[1] - centre[1]) / BLOCK);
        return at.isIn(width, height) ? at : null;
    }
}
