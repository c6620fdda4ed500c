package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.sfm.SfmStatistics.ControlState;
import org.nadir.engine.work.Work;

/// The ground control points of a block, and the judgement of what to believe of them.
///
/// People mark the wrong place, mix up points, and mistype coordinates. Three things keep that from spoiling the block. The
/// block is moved onto the points by a fit that half of them may not follow. In the adjustment a mark counts as much as the
/// marks of this block are found to be good, and a mark far off loses its say (a Cauchy loss). At the end marks and points
/// are judged one against the others, in the manner of Baarda (1968, *A testing procedure for use in geodetic networks*):
/// the point that fits worst is left out of an adjustment, since a wrong point bends the block towards itself, and is wrong
/// if it then lies too far off; then the next one.
final class Control {

    /// Marks scatter by a pixel at best.
    private static final double BEST_MARK_SD = 1;

    /// Marks count as if they scattered by this many times as much: what the lens model leaves over is the same for all marks
    /// of a corner of the photos, see `BundleOptions.observationSd`.
    private static final double CAUTION = 2;

    /// No mark nearer than this many pixels is called wrong: a slip of the hand, no mix-up.
    private static final double LEAST_LIMIT = 5;

    /// One in 25,000 good marks is farther off than this many standard deviations (a coordinate).
    private static final double MARK_SIGMAS = 4.5;

    /// A point left out that lies farther off than this many standard deviations is wrong.
    private static final double POINT_SIGMAS = 5;

    /// A point is left out to be tested when it fits worse than this.
    private static final double SUSPICION = 2.5;

    /// Of fewer points nobody can tell which one is wrong.
    private static final int LEAST_TO_JUDGE = 5;

    /// Median of a Rayleigh distribution with standard deviation one.
    private static final double RAYLEIGH_MEDIAN = 1.1774;

    private final Reconstruction block;
    private final SfmSettings settings;
    private final Work work;
    private final List<MarkedPoint> points = new ArrayList<>();
    private double markSd = BEST_MARK_SD;
    private boolean used;
    private boolean holdsFrame;
    private double worstBefore;

    Control(Reconstruction block, SfmSettings settings, Work work) {
        this.block = block;
        this.settings = settings;
        this.work = work;
        Map<String, Integer> photoByName = new HashMap<>();
        for (int p = 0; p < block.photos.size(); p++) {
            photoByName.put(block.photos.get(p).name(), p);
        }
        for (ControlPoint point : settings.controlPoints()) {
            points.add(new MarkedPoint(point, block, photoByName, settings.minAngle()));
        }
    }

    /// Whether the points alone fix the frame of the block.
    boolean holdsFrame() {
        return holdsFrame;
    }

    /// Whether measured positions of photos are left out.
    boolean replacesGps() {
        return holdsFrame && !settings.gpsWithControl();
    }

    /// Moves the block onto the points, as far as they and the measured positions of the photos allow.
    void align() {
        List<MarkedPoint> met = meet();
        if (points.stream().noneMatch(point -> point.state == ControlState.USED)) {
            return;
        }
        List<MarkedPoint> high = met.stream().filter(point -> point.given.hasHeight()).toList();
        boolean firm = high.size() >= 3 && !Alignment.nearLine(places(high));
        if (!firm && !block.georeferenced || met.isEmpty()) {
            refuse(
                    met.size()
                            + " ground control points are seen in two placed photos"
                            + (met.size() < 3
                                    ? "; at least 3 are needed"
                                    : ", but without heights or near one line, so that they do not fix the frame"));
            return;
        }
        Similarity similarity = firm ? fitInSpace(high) : fitInPlan(met);
        if (similarity == null) {
            refuse("The ground control points do not agree with each other");
            return;
        }
        warnOfContradiction(similarity);
        block.transform(similarity);
        for (MarkedPoint point : points) {
            similarity.apply(point.position, 0);
            System.arraycopy(place(point), 0, point.position, 0, 3);
        }
        block.georeferenced = true;
        used = true;
        holdsFrame = firm;
        if (!firm) {
            // The points are believed where they are, the photos' positions only in their shape.
            block.worldFromMeasured = similarity;
            work.console()
                    .warning(
                            "The ground control points are too few, or near one line: tilt and scale"
                                    + " still come from the positions of the photos");
        }
        rescale();
    }

    private void refuse(String why) {
        work.console().warning(why + ". They are not used");
        for (MarkedPoint point : points) {
            point.state = ControlState.NOT_USED;
        }
    }

    /// The points whose marks meet.
    private List<MarkedPoint> meet() {
        var met = new ArrayList<MarkedPoint>();
        for (MarkedPoint point : points) {
            // Marks are made by hand: allow four times the usual error.
            double[] found =
                    point.sortOut(4 * settings.resectionError() * block.cameraOf(0).size());
            if (found != null) {
                System.arraycopy(found, 0, point.position, 0, 3);
            }
            if (found != null && point.state == ControlState.USED) {
                met.add(point);
            }
        }
        return met;
    }

    private @Nullable Similarity fitInSpace(List<MarkedPoint> high) {
        double[] to = places(high);
        var fit = new ControlFit(positions(high), to, settings.seed());
        double extent = 0;
        for (int i = 3; i < to.length; i += 3) {
            extent = Math.max(extent, Math.hypot(to[i] - to[0], to[i + 1] - to[1]));
        }
        return fit.median() <= Math.max(0.1 * extent, 0.5) ? fit.similarity() : null;
    }

    /// Heading and scale from three points on, shift from one. The tilt stays.
    private static @Nullable Similarity fitInPlan(List<MarkedPoint> met) {
        double[] from = positions(met);
        double[] to = places(met);
        var weight = new double[met.size()];
        Arrays.fill(weight, 1);
        double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        Similarity plan =
                met.size() >= 3
                        ? Alignment.planFit(from, to, weight)
                        : new Similarity(
                                1,
                                identity,
                                Similarity.shiftFor(
                                        1,
                                        identity,
                                        Similarity.mean(from, weight),
                                        Similarity.mean(to, weight)));
        if (plan == null) {
            return null;
        }
        double[] rise =
                met.stream()
                        .filter(point -> point.given.hasHeight())
                        .mapToDouble(p -> p.given.z() - plan.scale() * p.position[2])
                        .toArray();
        double[] shift = plan.shift().clone();
        shift[2] = rise.length == 0 ? 0 : median(rise);
        return new Similarity(rise.length == 0 ? 1 : plan.scale(), plan.rotation(), shift);
    }

    /// Given places; where the height is not known, that of the block.
    private static double[] places(List<MarkedPoint> points) {
        var xyz = new double[3 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            double[] place = place(points.get(i));
            System.arraycopy(place, 0, xyz, 3 * i, 3);
        }
        return xyz;
    }

    private static double[] place(MarkedPoint point) {
        ControlPoint given = point.given;
        return new double[] {
            given.x(), given.y(), given.hasHeight() ? given.z() : point.position[2]
        };
    }

    private static double[] positions(List<MarkedPoint> points) {
        var xyz = new double[3 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            System.arraycopy(points.get(i).position, 0, xyz, 3 * i, 3);
        }
        return xyz;
    }

    /// Says so when the points turn or scale a block that lies well by the positions of its photos.
    private void warnOfContradiction(Similarity similarity) {
        double[] r = similarity.rotation();
        if (block.georeferenced
                && (r[8] < 0.87 || r[0] < 0.5 || Math.abs(similarity.scale() - 1) > 0.3)) {
            work.console()
                    .warning(
                            format(
                                    "The ground control points scale the block of the photos' positions"
                                            + " by %.2f, tilt it by %.0f° and turn it by %.0f°. Check"
                                            + " labels and coordinate system",
                                    similarity.scale(),
                                    Math.toDegrees(Math.acos(Math.clamp(r[8], -1, 1))),
                                    Math.toDegrees(Math.atan2(r[3], r[0]))));
        }
    }

    /// What the next adjustment is told.
    ControlUse use() {
        if (!used) {
            return ControlUse.NONE;
        }
        return new ControlUse(
                points.stream()
                        .filter(MarkedPoint::isUsable)
                        .map(MarkedPoint::forAdjustment)
                        .toList(),
                CAUTION * markSd,
                replacesGps());
    }

    /// Takes in what the adjustment made of [#use].
    void take(ControlUse use) {
        int k = 0;
        for (MarkedPoint point : points) {
            if (used && point.isUsable()) {
                System.arraycopy(use.adjusted, 3 * k, point.position, 0, 3);
                k++;
            }
        }
        if (used) {
            rescale();
        }
    }

    /// The standard deviation of marks from their distances to the points: by the median, which wrong ones do not move.
    private void rescale() {
        double[] distances =
                points.stream()
                        .filter(MarkedPoint::isUsable)
                        .flatMapToDouble(point ->
                                java.util.stream.IntStream.range(0, point.marks())
                                        .filter(point::isGood)
                                        .mapToDouble(m -> point.distance(m, point.position)))
                        .toArray();
        markSd =
                distances.length == 0
                        ? BEST_MARK_SD
                        : Math.clamp(median(distances) / RAYLEIGH_MEDIAN, BEST_MARK_SD, 1000);
    }

    /// Decides anew which marks are wrong and whether a point is. Returns whether anything changed, so that the block has to
    /// be adjusted again.
    ///
    /// @param maySuspect whether another point may be left out on trial
    boolean judge(boolean maySuspect) {
        if (!block.georeferenced) {
            return false;
        }
        double limit = Math.max(LEAST_LIMIT, MARK_SIGMAS * markSd);
        boolean changed = false;
        for (MarkedPoint point : points) {
            changed |=
                    switch (point.state) {
                        case USED -> !point.suspect && judgeMarks(point, limit);
                        case CHECK -> {
                            point.sortOut(limit);
                            yield false;
                        }
                        case NOT_SEEN, WRONG_COORDINATES, MARKS_DISAGREE, NOT_USED -> false;
                    };
        }
        return used && (changed && maySuspect || judgeSuspect() || maySuspect && suspectWorst());
    }

    private boolean judgeMarks(MarkedPoint point, double limit) {
        boolean[] before = point.wrong.clone();
        for (int m = 0; m < point.marks(); m++) {
            point.wrong[m] = point.isSeen(m) && point.distance(m, point.position) > limit;
        }
        if (point.goodMarks() >= 2 || point.seenMarks() < 2) {
            return !Arrays.equals(before, point.wrong);
        }
        // Nearly all marks are far off: either they, or the coordinates.
        double[] found = point.sortOut(limit);
        boolean agree = found != null && 2 * point.goodMarks() >= point.seenMarks();
        point.state = agree ? ControlState.WRONG_COORDINATES : ControlState.MARKS_DISAGREE;
        return true;
    }

    /// Decides on the point that was left out of the last adjustment. Returns whether it comes back.
    private boolean judgeSuspect() {
        MarkedPoint suspect = points.stream().filter(p -> p.suspect).findFirst().orElse(null);
        if (suspect == null) {
            return false;
        }
        double[] others = usable().stream().mapToDouble(this::deviations).toArray();
        boolean better = Arrays.stream(others).max().orElse(0) < worstBefore;
        suspect.suspect = false;
        if (better && deviations(suspect) > POINT_SIGMAS * usual(others)) {
            suspect.state = ControlState.WRONG_COORDINATES;
            return false;
        }
        suspect.cleared = true;
        return true;
    }

    /// Leaves the point that fits worst out of the next adjustment, if it fits badly and enough others stay.
    private boolean suspectWorst() {
        List<MarkedPoint> candidates = usable();
        if (candidates.size() < LEAST_TO_JUDGE) {
            return false;
        }
        var off = new double[candidates.size()];
        int worst = -1;
        for (int i = 0; i < off.length; i++) {
            off[i] = deviations(candidates.get(i));
            if (!candidates.get(i).cleared && (worst < 0 || off[i] > off[worst])) {
                worst = i;
            }
        }
        if (worst < 0 || off[worst] <= SUSPICION * usual(off)) {
            return false;
        }
        worstBefore = off[worst];
        candidates.get(worst).suspect = true;
        return true;
    }

    private List<MarkedPoint> usable() {
        return points.stream().filter(MarkedPoint::isUsable).toList();
    }

    /// What the deviations of these points show the standard deviations to be worth; the given ones at least.
    private static double usual(double[] off) {
        return Math.max(1, median(off) / RAYLEIGH_MEDIAN);
    }

    /// How far the meeting of a point's marks is from its coordinates, in standard deviations of both.
    private double deviations(MarkedPoint point) {
        double[] found = point.meeting();
        if (found == null) {
            return 0;
        }
        ControlPoint given = point.given;
        double[] sd = point.deviation(found, markSd);
        double plan =
                Math.hypot(found[0] - given.x(), found[1] - given.y())
                        / Math.hypot(sd[0], given.horizontalSd());
        double height =
                given.hasHeight()
                        ? Math.abs(found[2] - given.z()) / Math.hypot(sd[1], given.verticalSd())
                        : 0;
        return Math.max(plan, height);
    }

    /// What became of the points.
    List<SfmStatistics.ControlPointResult> results() {
        return points.stream().map(this::result).toList();
    }

    private SfmStatistics.ControlPointResult result(MarkedPoint point) {
        ControlPoint given = point.given;
        double[] found = block.georeferenced ? point.meeting() : null;
        List<Double> error =
                found == null
                        ? List.of()
                        : List.of(found[0] - given.x(), found[1] - given.y(), found[2] - given.z());
        double[] place = {
            given.x(),
            given.y(),
            given.hasHeight() ? given.z() : found == null ? Double.NaN : found[2]
        };
        var marks = new ArrayList<SfmStatistics.MarkResult>();
        double sum = 0;
        for (int m = 0; m < point.marks(); m++) {
            if (point.isSeen(m)) {
                marks.add(mark(point, m, place));
                sum += point.isGood(m) ? point.distance(m, place) : 0;
            }
        }
        return new SfmStatistics.ControlPointResult(
                given.name(),
                state(point),
                List.of(given.x(), given.y(), given.z()),
                error,
                block.georeferenced ? sum / Math.max(1, point.goodMarks()) : Double.NaN,
                marks);
    }

    private static ControlState state(MarkedPoint point) {
        return switch (point.state) {
            case USED, CHECK -> point.goodMarks() >= 2 ? point.state : ControlState.NOT_SEEN;
            case NOT_SEEN, WRONG_COORDINATES, MARKS_DISAGREE, NOT_USED -> point.state;
        };
    }

    private SfmStatistics.MarkResult mark(MarkedPoint point, int m, double[] place) {
        ControlPoint.Mark mark = point.given.marks().get(m);
        var pixel = new double[2];
        if (!block.georeferenced || Double.isNaN(place[2]) || !point.project(m, place, pixel)) {
            Arrays.fill(pixel, Double.NaN);
        }
        return new SfmStatistics.MarkResult(
                mark.photoName(), mark.u(), mark.v(), pixel[0], pixel[1], point.wrong[m]);
    }

    /// Names everything that was not used.
    void tell() {
        if (!block.georeferenced) {
            return;
        }
        tellContradiction();
        for (MarkedPoint point : points) {
            switch (state(point)) {
                case USED, CHECK -> tellWrongMarks(point);
                case NOT_SEEN -> {
                    tellWrongMarks(point);
                    warn(point, "has fewer than two good marks in placed photos; it is not used");
                }
                case WRONG_COORDINATES -> tellWrongCoordinates(point);
                case MARKS_DISAGREE ->
                        warn(
                                point,
                                "has marks that agree neither with its coordinates nor with each"
                                        + " other; it is not used");
                case NOT_USED -> {}
            }
        }
    }

    private void tellContradiction() {
        List<MarkedPoint> few = usable();
        if (used
                && few.size() < LEAST_TO_JUDGE
                && few.stream().anyMatch(point -> deviations(point) > POINT_SIGMAS)) {
            work.console()
                    .warning(
                            "The ground control points contradict each other. Of "
                                    + few.size()
                                    + " nobody can tell which one is wrong; "
                                    + LEAST_TO_JUDGE
                                    + " are needed");
        }
    }

    private void tellWrongMarks(MarkedPoint point) {
        for (int m = 0; m < point.marks(); m++) {
            if (point.isSeen(m) && point.wrong[m]) {
                double pixels = point.distance(m, place(point));
                warn(
                        point,
                        format(
                                "is %.0f px (%.2f m) away from its mark in %s; the mark is not used",
                                pixels,
                                pixels * point.unitsPerPixel(m, place(point)),
                                point.given.marks().get(m).photoName()));
            }
        }
    }

    private void tellWrongCoordinates(MarkedPoint point) {
        double[] found = point.meeting();
        warn(
                point,
                found == null
                        ? "does not fit its coordinates; it is not used"
                        : format(
                                "lies %.2f m east, %.2f m north and %.2f m above its coordinates; it is"
                                        + " not used",
                                found[0] - point.given.x(),
                                found[1] - point.given.y(),
                                found[2] - place(point)[2]));
    }

    private void warn(MarkedPoint point, String text) {
        work.console().warning("Ground control point " + point.given.name() + " " + text);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
