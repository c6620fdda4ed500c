package org.nadir.engine.align;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.align.Registration.Figures;
import org.nadir.engine.align.Registration.Fitted;
import org.nadir.engine.align.Registration.Offset;
import org.nadir.engine.align.Registration.Part;
import org.nadir.engine.align.Registration.Refused;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Work;

/// Finds the change of frame that brings a point cloud to a reference surface: a search over shifts in coarse cells, then
/// least squares with shift, rotation and scale in finer and finer cells. What the relief does not tell is left as it is: on
/// flat ground only the height is corrected.
///
/// Both surfaces are taken as seen from above, one height a cell. Changes between the two (buildings, plants) do not count as
/// long as half of the common ground is as it was.
public final class SurfaceRegistration {

    /// Positions of satellite receivers without corrections are wrong by less than this, metres.
    public static final double RADIUS = 50;

    /// Cells that the coarse search looks at: enough for the relief to be told from noise, few enough for ten thousand shifts.
    private static final int COARSE_CELLS = 4000;

    private static final int BOX_SAMPLES = 200_000;

    /// One point in so many lies beyond each edge of the box.
    private static final int BOX_CUT = 200;

    private static final int MOST_CELLS = 1_000_000;
    private static final int MOST_REFERENCE_CELLS = 4_000_000;

    /// Fewer common cells than parts of the area cannot tell how sure a result is.
    private static final int LEAST_CELLS = 2 * SurfacePair.BLOCKS;

    /// Instruments whose first-stage F is below 10 are weak (Staiger and Stock 1997, *Instrumental variables regression with
    /// weak instruments*); for one instrument F is the square of this.
    private static final double LEAST_STRUCTURE = Math.sqrt(10);

    /// Corrections smaller than this many standard deviations are not told from chance.
    private static final double SIGNIFICANT = 3;

    /// A turn found on a part of the surface grows wrong beyond it; at half the width its error doubles at the far end.
    private static final double LEAST_SPAN = 0.5;

    /// Photogrammetry is good to one to three times the ground sampling distance.
    private static final double ACCURACY_IN_GSD = 3;

    /// At half the spread of the relief the reference explains three quarters of its variance.
    private static final double LARGEST_SHARE_OF_RELIEF = 0.5;

    private static final double MOST_DEGREES = 10;
    private static final double MOST_SCALE = 0.1;

    private static final boolean[] SHIFT = {true, true, true, false, false, false, false};
    private static final boolean[] SHIFT_AND_TILT = {true, true, true, true, true, false, false};
    private static final boolean[] ALL = {true, true, true, true, true, true, true};

    private final List<SurfacePair> pairs = new ArrayList<>();
    private final double gsd;

    private SurfaceRegistration(double gsd) {
        this.gsd = gsd;
    }

    /// @param xyz places of the moving surface in the world frame, three numbers each
    /// @param gsd ground sampling distance of the photos behind it, metres
    public static Registration register(
            double[] xyz, ReferenceSurface reference, double gsd, Work work) throws IOException {
        if (xyz.length < 3 * LEAST_CELLS) {
            return new Refused("there are too few points", Figures.NONE);
        }
        double[] box = box(xyz);
        double area = (box[2] - box[0]) * (box[3] - box[1]);
        double wide = (box[2] - box[0] + 2 * RADIUS) * (box[3] - box[1] + 2 * RADIUS);
        double cell =
                Math.max(
                        Math.max(2 * gsd, 2 * Math.sqrt(area / (xyz.length / 3.0))),
                        Math.max(
                                reference.leastCell(),
                                Math.max(
                                        Math.sqrt(area / MOST_CELLS),
                                        Math.sqrt(wide / MOST_REFERENCE_CELLS))));
        int levels = 0;
        while (area / Math.pow(cell * (1 << levels), 2) > COARSE_CELLS) {
            levels++;
        }
        CellSurface moving = surface(xyz, frame(box, 0, cell, levels));
        var fixed = new CellSurface.Builder(frame(box, RADIUS, cell, levels));
        work.progress().title("Reading the reference surface");
        reference.places(frame(box, RADIUS, cell, levels), fixed::add, work.cancellation());
        work.progress().title("Aligning with the reference surface");
        return new SurfaceRegistration(gsd).register(moving, fixed.build(), levels, work);
    }

    /// Where nearly all points lie: oblique photos leave a few far away. Least x and y, largest x and y.
    private static double[] box(double[] xyz) {
        int step = Math.max(1, xyz.length / 3 / BOX_SAMPLES);
        int n = Math.ceilDiv(xyz.length / 3, step);
        var x = new double[n];
        var y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = xyz[3 * i * step];
            y[i] = xyz[3 * i * step + 1];
        }
        Arrays.sort(x);
        Arrays.sort(y);
        int cut = n / BOX_CUT;
        return new double[] {x[cut], y[cut], x[n - 1 - cut], y[n - 1 - cut]};
    }

    /// Edges at multiples of the coarsest cell, so that cells of all levels fall together.
    private static GridFrame frame(double[] box, double margin, double cell, int levels) {
        int factor = 1 << levels;
        GridFrame coarse =
                GridFrame.covering(
                        box[0] - margin,
                        box[1] - margin,
                        box[2] + margin,
                        box[3] + margin,
                        cell * factor);
        return new GridFrame(
                coarse.left(),
                coarse.top(),
                cell,
                Math.multiplyExact(coarse.width(), factor),
                Math.multiplyExact(coarse.height(), factor));
    }

    private static CellSurface surface(double[] xyz, GridFrame frame) {
        var builder = new CellSurface.Builder(frame);
        for (int i = 0; i < xyz.length; i += 3) {
            builder.add(xyz[i], xyz[i + 1], xyz[i + 2]);
        }
        return builder.build();
    }

    private Registration register(CellSurface moving, CellSurface fixed, int levels, Work work) {
        if (fixed.known() == 0) {
            return new Refused("it does not lie where the photos were taken", Figures.NONE);
        }
        CellSurface coarseMoving = moving;
        CellSurface coarseFixed = fixed;
        pairs.add(new SurfacePair(moving, fixed, work.workers()));
        for (int level = 0; level < levels; level++) {
            coarseMoving = coarseMoving.coarser();
            coarseFixed = coarseFixed.coarser();
            pairs.addFirst(new SurfacePair(coarseMoving, coarseFixed, work.workers()));
        }
        double[] shift = CoarseShift.find(coarseMoving, coarseFixed, RADIUS, work.workers());
        if (shift == null) {
            return new Refused("it covers too little of the surveyed ground", Figures.NONE);
        }
        Placement unmoved = Placement.unmoved(pairs.getLast().middle());
        return judged(unmoved, find(unmoved, shift));
    }

    /// What was found, and what it was found for.
    private record Found(Placement placement, Set<Part> solved) {}

    private @Nullable Found find(Placement unmoved, double[] shift) {
        SurfacePair finest = pairs.getLast();
        Placement at = unmoved.shifted(shift[0], shift[1], shift[2]);
        double[] reach = finest.reach(at);
        double arm = Math.max(reach[0], 4 * finest.cell());
        boolean turns = reach[1] >= LEAST_SPAN;
        Placement refined = descend(at, turns, arm);
        if (refined == null || !(finest.structure(refined) > LEAST_STRUCTURE)) {
            return heightOnly(unmoved);
        }
        return turns
                ? withoutChance(refined, arm)
                : new Found(refined.only(SHIFT), EnumSet.of(Part.HEIGHT, Part.PLAN));
    }

    /// From coarse to fine. Rotation in plan and scale take part where they help: in coarse cells they may be anything.
    private @Nullable Placement descend(Placement start, boolean turns, double arm) {
        Placement at = start;
        SurfacePair.Fit last = null;
        for (SurfacePair pair : pairs) {
            SurfacePair.Fit fit = pair.fit(at, turns ? SHIFT_AND_TILT : SHIFT, arm);
            if (fit != null && isPlausible(fit.placement())) {
                SurfacePair.Fit all = turns ? pair.fit(fit.placement(), ALL, arm) : null;
                boolean better =
                        all != null
                                && isPlausible(all.placement())
                                && all.deviation() <= fit.deviation();
                last = better ? all : fit;
                at = last.placement();
            } else {
                last = null;
            }
        }
        return last == null ? null : at;
    }

    private static boolean isPlausible(Placement at) {
        double most = Math.toRadians(MOST_DEGREES);
        return Math.hypot(at.shift()[0], at.shift()[1]) < 2 * RADIUS
                && Math.abs(at.scale() - 1) < MOST_SCALE
                && Math.hypot(at.turn()[0], at.turn()[1]) < most
                && Math.abs(at.turn()[2]) < most;
    }

    private @Nullable Found heightOnly(Placement unmoved) {
        double[] figures = SurfacePair.figures(pairs.getLast().heights(unmoved));
        return figures[2] < LEAST_CELLS
                ? null
                : new Found(unmoved.shifted(0, 0, -figures[0]), EnumSet.of(Part.HEIGHT));
    }

    /// Takes out, one after the other, those of rotation and scale that are not told from chance, the least sure first.
    private @Nullable Found withoutChance(Placement start, double arm) {
        boolean[] active = ALL.clone();
        Placement at = start;
        while (true) {
            SurfacePair.Fit fit = pairs.getLast().fit(at, active, arm);
            if (fit == null || !isPlausible(fit.placement())) {
                return null;
            }
            at = fit.placement();
            Part weakest = weakest(fit, active, arm);
            if (weakest == null) {
                return new Found(at, parts(active));
            }
            switch (weakest) {
                case TILT -> active[3] = active[4] = false;
                case HEADING -> active[5] = false;
                case SCALE -> active[6] = false;
                case HEIGHT, PLAN -> throw new IllegalStateException(weakest.name());
            }
            at = at.only(active);
        }
    }

    private static @Nullable Part weakest(SurfacePair.Fit fit, boolean[] active, double arm) {
        double[] value = fit.placement().displacements(arm);
        double[] sd = fit.sd();
        double least = SIGNIFICANT;
        Part weakest = null;
        double tilt = Math.max(Math.abs(value[3]) / sd[3], Math.abs(value[4]) / sd[4]);
        if (active[3] && tilt < least) {
            weakest = Part.TILT;
            least = tilt;
        }
        double heading = Math.abs(value[5]) / sd[5];
        if (active[5] && heading < least) {
            weakest = Part.HEADING;
            least = heading;
        }
        return active[6] && Math.abs(value[6]) / sd[6] < least ? Part.SCALE : weakest;
    }

    private static Set<Part> parts(boolean[] active) {
        var parts = EnumSet.of(Part.HEIGHT, Part.PLAN);
        if (active[3]) {
            parts.add(Part.TILT);
        }
        if (active[5]) {
            parts.add(Part.HEADING);
        }
        if (active[6]) {
            parts.add(Part.SCALE);
        }
        return parts;
    }

    private Registration judged(Placement unmoved, @Nullable Found found) {
        if (found == null) {
            return new Refused("no position was found at which the surfaces fit", Figures.NONE);
        }
        Placement at = found.placement();
        SurfacePair finest = pairs.getLast();
        double[] heights = finest.heights(at);
        double[] after = SurfacePair.figures(heights);
        double[] before = SurfacePair.figures(finest.heights(unmoved));
        double relief = SurfacePair.figures(finest.relief(heights))[1];
        var figures =
                new Figures(
                        finest.cell(),
                        after[2] / finest.count(),
                        new Offset(before[0], before[1]),
                        new Offset(after[0], after[1]),
                        relief);
        if (after[2] < LEAST_CELLS) {
            return new Refused("it covers too little of the surveyed ground", figures);
        }
        double allowed = Math.max(ACCURACY_IN_GSD * gsd, LARGEST_SHARE_OF_RELIEF * relief);
        if (!(after[1] <= allowed)) {
            return new Refused(
                    String.format(
                            Locale.ROOT,
                            "it is another surface: the heights differ by %.2f m at the best place that was found",
                            after[1]),
                    figures);
        }
        return new Fitted(
                at.similarity(),
                found.solved(),
                at.shift(),
                Math.toDegrees(Math.hypot(at.turn()[0], at.turn()[1])),
                Math.toDegrees(at.turn()[2]),
                figures);
    }
}
