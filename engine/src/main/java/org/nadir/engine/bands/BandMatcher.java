package org.nadir.engine.bands;

import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Shot;

/// Finds tie points of the primary photo in the photo of another band of the same capture. The surroundings of a point are
/// carried over as a plane across the line of sight; the two cameras stand so close together that its tilt does not matter.
final class BandMatcher {

    /// Half a template's side, pixels.
    static final int RADIUS = 10;

    /// A template has 882 numbers, of which, smoothed by the gradient's kernel, some hundred are independent: the likeness
    /// to unrelated squares has a standard deviation of 0.1, and the largest of a search is seldom above 0.25.
    private static final float LEAST_LIKENESS = 0.3f;

    private final Shot primary;
    private final GradientField from;
    private final Shot band;
    private final GradientField to;
    private final int reach;
    private final double[] inCamera = new double[3];
    private final double[] place = new double[2];
    private final double[] warp = new double[4];
    private final float[] template = new float[2 * (2 * RADIUS + 1) * (2 * RADIUS + 1)];

    /// @param primary with a camera resized to `from`
    /// @param band as believed so far, with a camera resized to `to`; both pictures show the ground at about the same scale
    /// @param reach how far to look around the believed place, pixels
    BandMatcher(Shot primary, GradientField from, Shot band, GradientField to, int reach) {
        this.primary = sized(primary, from);
        this.from = from;
        this.band = sized(band, to);
        this.to = to;
        this.reach = reach;
    }

    private static Shot sized(Shot shot, GradientField field) {
        Camera camera = shot.camera().resized(field.width(), field.height());
        return new Shot(shot.photo(), camera, shot.pose());
    }

    /// Adds how alike the band's photo is at each place around the believed one to `surface`, a square with the side
    /// `2 reach + 1`. False when the point is too near to an edge.
    boolean addLikeness(double x, double y, double z, double[] surface) {
        if (!prepare(x, y, z)) {
            return false;
        }
        int side = 2 * reach + 1;
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                surface[(dy + reach) * side + dx + reach] += likeness(dx, dy);
            }
        }
        return true;
    }

    /// The place of a world point in the band's photo, in pixels of its full size; null when it is not found.
    double @Nullable [] find(double x, double y, double z, Camera fullSize) {
        if (!prepare(x, y, z)) {
            return null;
        }
        double u = place[0];
        double v = place[1];
        float best = -1;
        int bestX = 0;
        int bestY = 0;
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                float likeness = likeness(dx, dy);
                if (likeness > best) {
                    best = likeness;
                    bestX = dx;
                    bestY = dy;
                }
            }
        }
        boolean atRim = Math.abs(bestX) == reach || Math.abs(bestY) == reach;
        if (best < LEAST_LIKENESS || atRim) {
            return null;
        }
        double fineX = peak(likeness(bestX - 1, bestY), best, likeness(bestX + 1, bestY));
        double fineY = peak(likeness(bestX, bestY - 1), best, likeness(bestX, bestY + 1));
        return new double[] {
            (u + bestX + fineX) * fullSize.width() / to.width(),
            (v + bestY + fineY) * fullSize.height() / to.height()
        };
    }

    /// The top of the parabola through three neighbouring values, relative to the middle one.
    static double peak(double before, double middle, double after) {
        double bend = before - 2 * middle + after;
        return bend < 0 ? Math.clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
    }

    private float likeness(int dx, int dy) {
        return to.likeness(template, RADIUS, (int) place[0] + dx, (int) place[1] + dy);
    }

    /// Finds the believed place and fills the template around it.
    private boolean prepare(double x, double y, double z) {
        if (!primary.project(x, y, z, inCamera, place)) {
            return false;
        }
        double u = place[0];
        double v = place[1];
        double depth = inCamera[2];
        if (!from.holds(u, v, 1.5 * RADIUS) || !carry(u + 1, v, depth)) {
            return false;
        }
        double rightX = place[0];
        double rightY = place[1];
        if (!carry(u, v + 1, depth)) {
            return false;
        }
        double downX = place[0];
        double downY = place[1];
        if (!carry(u, v, depth) || !to.holds(place[0], place[1], RADIUS + reach + 2)) {
            return false;
        }
        double a = rightX - place[0];
        double c = rightY - place[1];
        double b = downX - place[0];
        double d = downY - place[1];
        double determinant = a * d - b * c;
        if (!(Math.abs(determinant) > 1e-6)) {
            return false;
        }
        warp[0] = d / determinant;
        warp[1] = -b / determinant;
        warp[2] = -c / determinant;
        warp[3] = a / determinant;
        return fill(u, v);
    }

    /// Writes where the band's photo shows what the primary one shows at a pixel, at a depth.
    private boolean carry(double u, double v, double depth) {
        var ray = new double[2];
        var world = new double[3];
        primary.camera().unproject(u, v, ray);
        primary.pose().directionToWorld(ray[0] * depth, ray[1] * depth, depth, world);
        double[] centre = primary.pose().centreInWorld();
        var unused = new double[3];
        return band.project(
                world[0] + centre[0], world[1] + centre[1], world[2] + centre[2], unused, place);
    }

    /// The primary field on the pixels of the band's photo around the believed place; false when it shows nothing there.
    private boolean fill(double u, double v) {
        double offX = (int) place[0] + 0.5 - place[0];
        double offY = (int) place[1] + 0.5 - place[1];
        int k = 0;
        double square = 0;
        for (int dy = -RADIUS; dy <= RADIUS; dy++) {
            for (int dx = -RADIUS; dx <= RADIUS; dx++, k += 2) {
                double x = dx + offX;
                double y = dy + offY;
                from.sample(
                        u + warp[0] * x + warp[1] * y, v + warp[2] * x + warp[3] * y, template, k);
                square += template[k] * template[k] + template[k + 1] * template[k + 1];
            }
        }
        if (!(square > 0)) {
            return false;
        }
        float scale = (float) (1 / Math.sqrt(square));
        for (int i = 0; i < template.length; i++) {
            template[i] *= scale;
        }
        return true;
    }
}
