package org.nadir.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.sfm.SfmStatistics;

/// What is good and what is not, and what to do about it: all limits of the report in one place.
///
/// | measure | good | check | bad | source |
/// |---|---|---|---|---|
/// | photos placed | from 95 % | from 80 % | less | public quality report notes of Pix4Dmapper ("dataset") |
/// | parts | 1 | more | | the same: one block expected |
/// | matched features a photo, median | from 1,000 | from 100 | less | the same ("matching") |
/// | change of the focal length | to 5 % | to 20 % | more | the same ("camera optimization") |
/// | mean reprojection error | to 1 px | | more | the same: below one pixel |
/// | area in three photos or more | from 90 % | from 75 % | less | two rays fix a point, the third proves it; the share is ours |
/// | ground control, RMS in 3D | to 2 GSD | to 4 GSD | more | Pix4Dmapper ("georeferencing") |
/// | check points, RMS in plan | to 2 GSD | to 4 GSD | more | as for control |
final class QualityRules {

    static final double PLACED_GOOD = 0.95;
    static final double PLACED_FAIR = 0.8;
    static final double FEATURES_GOOD = 1000;
    static final double FEATURES_FAIR = 100;
    static final double FOCAL_GOOD = 0.05;
    static final double FOCAL_FAIR = 0.2;
    static final double REPROJECTION_GOOD = 1;
    static final int OVERLAP_PHOTOS = 3;
    static final double OVERLAP_GOOD = 0.9;
    static final double OVERLAP_FAIR = 0.75;
    static final double GROUND_GOOD = 2;
    static final double GROUND_FAIR = 4;

    enum Grade {
        GOOD("good"),
        FAIR("check"),
        BAD("bad"),
        /// Neither: a fact that the reader should know.
        NOTE("note");

        final String word;

        Grade(String word) {
            this.word = word;
        }
    }

    /// @param advice what it means and what helps, for a person who flies; empty when there is nothing to do
    record Finding(String measure, String value, Grade grade, String advice) {}

    private final ReportContent content;
    private final List<Finding> findings = new ArrayList<>();

    private QualityRules(ReportContent content) {
        this.content = content;
    }

    static List<Finding> judge(ReportContent content) {
        var rules = new QualityRules(content);
        rules.placed();
        rules.parts();
        rules.features();
        rules.lenses();
        rules.reprojection();
        rules.overlap();
        rules.position();
        return List.copyOf(rules.findings);
    }

    /// Where larger is better.
    static Grade atLeast(double value, double good, double fair) {
        return value >= good ? Grade.GOOD : value >= fair ? Grade.FAIR : Grade.BAD;
    }

    /// Where smaller is better.
    static Grade atMost(double value, double good, double fair) {
        return value <= good ? Grade.GOOD : value <= fair ? Grade.FAIR : Grade.BAD;
    }

    private void add(String measure, String value, Grade grade, String advice) {
        findings.add(new Finding(measure, value, grade, grade == Grade.GOOD ? "" : advice));
    }

    private void placed() {
        int all = content.statistics().tracks().initialPhotos();
        int placed = content.statistics().shots().size();
        double share = placed / (double) Math.max(1, all);
        add(
                "Photos placed",
                String.format(Locale.ROOT, "%,d of %,d (%.0f %%)", placed, all, 100 * share),
                atLeast(share, PLACED_GOOD, PLACED_FAIR),
                "Some photos found no place among the others. Look for blurred photos, water, fields"
                        + " without texture, or gaps between flight lines; fly with more overlap there, or"
                        + " raise min-num-features.");
    }

    private void parts() {
        int parts = content.statistics().components();
        if (parts > 1) {
            add(
                    "Connected parts",
                    Integer.toString(parts),
                    Grade.FAIR,
                    "The photos fell into parts that share no or few points. Between the parts the result"
                            + " rests on the positions of the photos alone; fly lines that connect them.");
        }
    }

    private void features() {
        int[] counts =
                content.statistics().shots().stream()
                        .mapToInt(SfmStatistics.ShotSummary::observations)
                        .sorted()
                        .toArray();
        double median = counts.length == 0 ? 0 : counts[counts.length / 2];
        add(
                "Matched features per photo, median",
                String.format(Locale.ROOT, "%,.0f", median),
                atLeast(median, FEATURES_GOOD, FEATURES_FAIR),
                "Few points tie the photos together, so single photos may be off. More overlap, sharper"
                        + " photos or a higher min-num-features help.");
    }

    private void lenses() {
        double largest = 0;
        for (var change : content.statistics().cameras().values()) {
            double ratio = change.optimised().focalPixels() / change.initial().focalPixels();
            largest = Math.max(largest, Math.abs(ratio - 1));
        }
        add(
                "Change of focal length",
                String.format(Locale.ROOT, "%.1f %%", 100 * largest),
                atMost(largest, FOCAL_GOOD, FOCAL_FAIR),
                "The focal length differs from what the photos say of it. Heights may be wrong by the same"
                        + " share. Flights at two heights, oblique photos or control points fix it; or give"
                        + " the camera parameters of a good survey with the same camera.");
    }

    private void reprojection() {
        double pixels = content.statistics().reprojection().meanPixels();
        add(
                "Mean reprojection error",
                String.format(Locale.ROOT, "%.2f px", pixels),
                atMost(pixels, REPROJECTION_GOOD, REPROJECTION_GOOD),
                "Points do not fall where the cameras say they should. Moving water or trees, motion blur,"
                        + " a rolling shutter at high speed or a lens that was refocused are the usual"
                        + " reasons.");
    }

    private void overlap() {
        OverlapMap map = content.overlap();
        if (map == null) {
            return;
        }
        double share = map.shareWith(OVERLAP_PHOTOS);
        add(
                "Area seen by 3 photos or more",
                String.format(Locale.ROOT, "%.0f %%", 100 * share),
                atLeast(share, OVERLAP_GOOD, OVERLAP_FAIR),
                "Red and yellow parts of the overlap map rest on too few photos: heights are weak there and"
                        + " edges are ragged. Fly with 75 % forward and 60 % side overlap or more, and one"
                        + " line beyond the area.");
    }

    private void position() {
        SfmStatistics statistics = content.statistics();
        double gsd = content.summary().gsdMetres();
        if (!content.reference().isKnown()) {
            add(
                    "Position on the earth",
                    "unknown",
                    Grade.NOTE,
                    "The photos have no usable positions and there are no control points: lengths have no"
                            + " scale and nothing can be put on a map.");
            return;
        }
        ground("Ground control, RMS error", statistics.control(), true, gsd);
        ground("Check points, RMS error in plan", statistics.check(), false, gsd);
        if (statistics.control() == null) {
            add(
                    "Position on the earth",
                    "from the photos' GPS",
                    Grade.NOTE,
                    "Shape and scale are as the sections below say, but the whole may lie off by as much as"
                            + " the receiver of the drone: one to a few metres, with RTK or PPK some"
                            + " centimetres. Control points tie it to a survey.");
        }
    }

    private void ground(
            String measure, SfmStatistics.@Nullable AxisErrors errors, boolean height, double gsd) {
        if (errors == null) {
            return;
        }
        double plan = Math.hypot(errors.rms().get(0), errors.rms().get(1));
        double error = height ? Math.hypot(plan, errors.rms().get(2)) : plan;
        add(
                measure,
                String.format(
                        Locale.ROOT,
                        "%s %s (%.1f GSD)",
                        content.units().number(error),
                        content.units().symbol(),
                        error / gsd),
                atMost(error, GROUND_GOOD * gsd, GROUND_FAIR * gsd),
                "The model does not meet the surveyed points. Compare the marks of the points with the largest"
                        + " errors in the table, their coordinate system and the kind of their heights.");
    }
}
