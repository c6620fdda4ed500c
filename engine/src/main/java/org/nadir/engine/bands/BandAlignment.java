package org.nadir.engine.bands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.math.Median;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.Plane;

/// Finds how the cameras of all bands stand to that of the primary band.
///
/// The cameras of a rig are screwed together, so one lens and one place on the rig per band serve all captures. Tie
/// points, whose places in space are known, are looked up in the other bands of some captures; first the shift that all of
/// them share at a coarse scale, then each by itself. Where shutters do not open together, captures differ by more than
/// their measurements explain; then each gets a rotation of its own besides.
public final class BandAlignment {

    /// Captures that find the rig: with some two hundred points each, the mean error of a thousandth of the scatter is far
    /// below what matters.
    private static final int RIG_CAPTURES = 32;

    private static final int COARSE_CAPTURES = 8;
    private static final int GRID_ACROSS = 16;
    private static final int GRID_DOWN = 12;

    /// Cameras of a rig point the same way to some degrees, which is a share of the picture's width.
    private static final double COARSE_REACH = 0.06;

    private static final int COARSE_WIDTH = 320;
    private static final int FIRST_REACH = 8;
    private static final int LAST_REACH = 3;

    /// A difference between captures, in pixels, that is not worth an unknown: a fifth of the half pixel that bands may be
    /// apart.
    private static final double STEADY = 0.1;

    /// Unknowns of the rig, ten times over.
    private static final int FEWEST_POINTS = 110;

    /// Fewer points do not find the rotation of one capture.
    private static final int FEWEST_OF_CAPTURE = 12;

    private static final Pose TOGETHER =
            new Pose(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);

    private final BandSurvey survey;
    private final SparseScene scene;
    private final Map<String, Capture> captures = new TreeMap<>();
    private final int[][] pointsOfShot;
    private final Work work;

    private BandAlignment(BandSurvey survey, SparseScene scene, Work work) {
        this.survey = survey;
        this.scene = scene;
        this.work = work;
        for (Capture capture : survey.captures()) {
            BandPhoto photo = capture.find(survey.primary());
            if (photo != null) {
                captures.put(photo.name(), capture);
            }
        }
        this.pointsOfShot = pointsOfShot();
    }

    /// The rigs of all bands but the primary one, in the order of the bands.
    ///
    /// @param cameras what the tags say of each band's camera
    public static List<BandRig> align(
            BandSurvey survey, SparseScene scene, Map<String, Camera> cameras, Work work) {
        var alignment = new BandAlignment(survey, scene, work);
        List<String> others =
                survey.bands().stream().filter(b -> !b.equals(survey.primary())).toList();
        List<BandRig> rigs = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            Camera camera = cameras.get(others.get(i));
            if (camera != null) {
                work.progress().fraction((double) i / others.size());
                rigs.add(alignment.align(others.get(i), camera));
            }
        }
        return rigs;
    }

    /// The rigs as they are without looking: all cameras in one place, with the directions and, where the pictures have the
    /// same size, the lens of the primary one.
    public static List<BandRig> untouched(BandSurvey survey, Map<String, Camera> cameras) {
        List<BandRig> rigs = new ArrayList<>();
        for (String band : survey.bands()) {
            Camera camera = cameras.get(band);
            if (!band.equals(survey.primary()) && camera != null) {
                rigs.add(new BandRig(band, camera, TOGETHER, Map.of()));
            }
        }
        return rigs;
    }

    /// For each shot up to one point in each cell of a grid over its photo, the one that most photos see.
    private int[][] pointsOfShot() {
        int cells = GRID_ACROSS * GRID_DOWN;
        var best = new int[scene.shots().size()][cells];
        for (int[] points : best) {
            Arrays.fill(points, -1);
        }
        for (int p = 0; p < scene.pointCount(); p++) {
            int length = scene.observationStart()[p + 1] - scene.observationStart()[p];
            for (int o = scene.observationStart()[p]; o < scene.observationStart()[p + 1]; o++) {
                int shot = scene.observationShot()[o];
                Camera camera = scene.shots().get(shot).camera();
                double u = scene.observationPixel()[2 * o] / camera.width();
                double v = scene.observationPixel()[2 * o + 1] / camera.height();
                int column = Math.clamp((long) (u * GRID_ACROSS), 0, GRID_ACROSS - 1);
                int row = Math.clamp((long) (v * GRID_DOWN), 0, GRID_DOWN - 1);
                int known = best[shot][row * GRID_ACROSS + column];
                boolean longer =
                        known < 0
                                || length
                                        > scene.observationStart()[known + 1]
                                                - scene.observationStart()[known];
                if (longer) {
                    best[shot][row * GRID_ACROSS + column] = p;
                }
            }
        }
        for (int s = 0; s < best.length; s++) {
            best[s] = Arrays.stream(best[s]).filter(p -> p >= 0).toArray();
        }
        return best;
    }

    private BandRig align(String band, Camera camera) {
        work.progress().title("Aligning the band " + band);
        List<Integer> all = shotsWith(band);
        List<Integer> some = spread(all, RIG_CAPTURES);
        var rig = new BandRig(band, camera, TOGETHER, Map.of());
        rig = shifted(rig, spread(all, COARSE_CAPTURES));
        RigFit.Result found = null;
        for (int reach : new int[] {FIRST_REACH, FIRST_REACH, LAST_REACH}) {
            RigMeasurements points = joined(measure(rig, some, reach));
            if (points.count() < FEWEST_POINTS) {
                work.console()
                        .warning(
                                "The band "
                                        + band
                                        + " could not be aligned with "
                                        + survey.primary()
                                        + ": they show too little in common. Its camera is taken to stand where that of "
                                        + survey.primary()
                                        + " does.");
                return new BandRig(band, camera, TOGETHER, Map.of());
            }
            found = RigFit.rig(points, rig.camera(), rig.bandFromPrimary());
            rig = new BandRig(band, found.camera(), found.bandFromPrimary(), Map.of());
        }
        return withTurns(rig, all, some);
    }

    /// The placed shots whose captures have a band.
    private List<Integer> shotsWith(String band) {
        List<Integer> shots = new ArrayList<>();
        for (int s = 0; s < scene.shots().size(); s++) {
            Capture capture = captures.get(scene.shots().get(s).name());
            if (capture != null && capture.find(band) != null && pointsOfShot[s].length > 0) {
                shots.add(s);
            }
        }
        return shots;
    }

    private static List<Integer> spread(List<Integer> all, int most) {
        List<Integer> some = new ArrayList<>();
        int count = Math.min(most, all.size());
        for (int i = 0; i < count; i++) {
            some.add(all.get((int) ((long) i * all.size() / count)));
        }
        return some;
    }

    /// The photos of one capture, made equally fine.
    private record Pair(Shot primary, GradientField from, Shot band, GradientField to) {}

    private @Nullable Pair pair(BandRig rig, int shot, int width) throws IOException {
        Shot primary = scene.shots().get(shot);
        Capture capture = captures.get(primary.name());
        BandPhoto photo = capture == null ? null : capture.find(rig.band());
        if (photo == null) {
            return null;
        }
        Plane from = luma(primary.photo().file(), survey.primary());
        Plane to = luma(photo.file(), rig.band());
        double finest = Math.min(primary.camera().focalPixels(), rig.camera().focalPixels());
        double target =
                width == 0
                        ? finest
                        : Math.min(finest, width * finest / Math.max(1, fewestColumns(from, to)));
        return new Pair(
                primary,
                field(from, target / primary.camera().focalPixels()),
                rig.shot(primary, photo),
                field(to, target / rig.camera().focalPixels()));
    }

    private static double fewestColumns(Plane from, Plane to) {
        return Math.min(from.width(), to.width());
    }

    private static GradientField field(Plane plane, double share) {
        double part = Math.min(1, share);
        int width = Math.max(4, (int) Math.round(part * plane.width()));
        int height = Math.max(4, (int) Math.round(part * plane.height()));
        return GradientField.of(plane.reduced(width, height));
    }

    private static Plane luma(java.nio.file.Path file, String band) throws IOException {
        if (!band.equals(BandName.COLOUR)) {
            return ImageDecoder.decodePlane(file, 0);
        }
        var gray = ImageDecoder.decodePhotoGray(file);
        return new Plane(gray.width(), gray.height(), gray.toFloats());
    }

    /// The rig after the shift of the picture that fits best at a coarse scale, as a rotation.
    private BandRig shifted(BandRig rig, List<Integer> shots) {
        int reach = (int) Math.ceil(COARSE_REACH * COARSE_WIDTH);
        int side = 2 * reach + 1;
        var focal = new double[shots.size()];
        var surfaces = new double[shots.size()][side * side];
        each(
                shots.size(),
                i -> {
                    try {
                        Pair pair = pair(rig, shots.get(i), COARSE_WIDTH);
                        if (pair == null) {
                            return;
                        }
                        var matcher =
                                new BandMatcher(pair.primary, pair.from, pair.band, pair.to, reach);
                        focal[i] =
                                rig.camera().focalPixels() * pair.to.width() / rig.camera().width();
                        for (int p : pointsOfShot[shots.get(i)]) {
                            matcher.addLikeness(x(p, 0), x(p, 1), x(p, 2), surfaces[i]);
                        }
                    } catch (IOException unreadable) {
                        warn(shots.get(i), rig.band(), unreadable);
                    }
                });
        var sum = new double[side * side];
        double scale = 0;
        for (int i = 0; i < surfaces.length; i++) {
            scale = Math.max(scale, focal[i]);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += surfaces[i][k];
            }
        }
        if (scale == 0) {
            return rig;
        }
        int best = 0;
        for (int k = 1; k < sum.length; k++) {
            best = sum[k] > sum[best] ? k : best;
        }
        // A camera turned by a small angle about its y axis sees all of it moved along x.
        double turnY = (best % side - reach) / scale;
        double turnX = -(best / side - reach) / scale;
        return new BandRig(
                rig.band(),
                rig.camera(),
                new Pose(Rotations.fromAxisAngle(turnX, turnY, 0), new double[3]),
                Map.of());
    }

    private void each(int count, Workers.IndexTask task) {
        work.workers()
                .forEach(
                        count,
                        i -> {
                            work.cancellation().check();
                            task.run(i);
                        });
    }

    private double x(int point, int axis) {
        return scene.pointXyz()[3 * point + axis];
    }

    private void warn(int shot, String band, IOException unreadable) {
        work.console()
                .warning(
                        "The band "
                                + band
                                + " of "
                                + scene.shots().get(shot).name()
                                + " cannot be read: "
                                + unreadable.getMessage());
    }

    /// Tie points found in the band's photos, by shot.
    private List<RigMeasurements> measure(BandRig rig, List<Integer> shots, int reach) {
        var found = new RigMeasurements[shots.size()];
        each(
                shots.size(),
                i -> {
                    found[i] = new RigMeasurements();
                    try {
                        Pair pair = pair(rig, shots.get(i), 0);
                        if (pair != null) {
                            measure(pair, rig, shots.get(i), reach, found[i]);
                        }
                    } catch (IOException unreadable) {
                        warn(shots.get(i), rig.band(), unreadable);
                    }
                });
        return List.of(found);
    }

    private void measure(Pair pair, BandRig rig, int shot, int reach, RigMeasurements into) {
        var matcher = new BandMatcher(pair.primary, pair.from, pair.band, pair.to, reach);
        var inCamera = new double[3];
        for (int p : pointsOfShot[shot]) {
            double[] pixel = matcher.find(x(p, 0), x(p, 1), x(p, 2), rig.camera());
            if (pixel != null) {
                pair.primary.pose().toCamera(x(p, 0), x(p, 1), x(p, 2), inCamera);
                into.add(inCamera[0], inCamera[1], inCamera[2], pixel[0], pixel[1]);
            }
        }
    }

    private static RigMeasurements joined(List<RigMeasurements> parts) {
        var all = new RigMeasurements();
        parts.forEach(all::addAll);
        return all;
    }

    /// Adds the rotations of single captures where the rig alone does not explain what is measured.
    private BandRig withTurns(BandRig rig, List<Integer> all, List<Integer> some) {
        List<RigMeasurements> measured = measure(rig, some, FIRST_REACH);
        RigMeasurements joined = joined(measured);
        double sd = RigFit.robustSd(RigFit.residuals(joined, rig.camera(), rig.bandFromPrimary()));
        double spread = spread(rig, measured, sd);
        if (spread < STEADY) {
            tell(rig, joined, sd, "");
            return rig;
        }
        BandRig turned = rig;
        for (int reach : new int[] {FIRST_REACH, FIRST_REACH, LAST_REACH}) {
            turned = turned(turned, all, reach, spread);
        }
        tell(
                turned,
                joined,
                sd,
                String.format(
                        Locale.ROOT, "; captures differ by %.2f px and are turned singly", spread));
        return turned;
    }

    /// The rig with a rotation of each capture, and the lens and place that fit best with these.
    ///
    /// @param spread how far captures are believed to be off, pixels
    private BandRig turned(BandRig rig, List<Integer> shots, int reach, double spread) {
        List<RigMeasurements> each = measure(rig, shots, reach);
        double believed = spread / rig.camera().focalPixels();
        Map<String, double[]> turns = new LinkedHashMap<>();
        var still = new RigMeasurements();
        for (int i = 0; i < each.size(); i++) {
            if (each.get(i).count() < FEWEST_OF_CAPTURE) {
                continue;
            }
            double[] rotation =
                    Rotations.multiply(
                            RigFit.turn(each.get(i), rig.camera(), rig.bandFromPrimary(), believed)
                                    .bandFromPrimary()
                                    .cameraFromWorld(),
                            Rotations.transpose(rig.bandFromPrimary().cameraFromWorld()));
            turns.put(scene.shots().get(shots.get(i)).name(), Rotations.toAxisAngle(rotation));
            still.addAll(each.get(i).turnedBack(rig.camera(), rotation));
        }
        RigFit.Result found = RigFit.rig(still, rig.camera(), rig.bandFromPrimary());
        return new BandRig(rig.band(), found.camera(), found.bandFromPrimary(), turns);
    }

    /// By how many pixels the captures differ beyond the error of their medians; 0 when they do not. The error of the median
    /// of `n` numbers is `1.2533 sd / √n`.
    private static double spread(BandRig rig, List<RigMeasurements> measured, double sd) {
        double surplus = 0;
        double ratio = 0;
        int count = 0;
        for (RigMeasurements capture : measured) {
            if (capture.count() < FEWEST_OF_CAPTURE) {
                continue;
            }
            double[] r = RigFit.residuals(capture, rig.camera(), rig.bandFromPrimary());
            double error = 1.2533 * sd / Math.sqrt(capture.count());
            for (int axis = 0; axis < 2; axis++) {
                double median = median(r, axis);
                surplus += median * median - error * error;
                ratio += median * median / (error * error);
                count++;
            }
        }
        // The ratio is about one for a stiff rig; four means medians of twice their error all over.
        return count == 0 || ratio / count < 4 ? 0 : Math.sqrt(Math.max(0, surplus / count));
    }

    private static double median(double[] residuals, int axis) {
        var values = new double[residuals.length / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = residuals[2 * i + axis];
        }
        return Median.of(values);
    }

    private void tell(BandRig rig, RigMeasurements points, double sd, String more) {
        double[] turn = Rotations.toAxisAngle(rig.bandFromPrimary().cameraFromWorld());
        double[] at = rig.bandFromPrimary().centreInWorld();
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "Band %s: turned by %.2f° and %.1f cm from %s, focal length %.4f; %d points agree to %.2f px%s",
                                rig.band(),
                                Math.toDegrees(
                                        Math.sqrt(
                                                turn[0] * turn[0]
                                                        + turn[1] * turn[1]
                                                        + turn[2] * turn[2])),
                                100 * Math.sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2]),
                                survey.primary(),
                                rig.camera().focalX(),
                                points.count(),
                                sd,
                                more));
    }
}
