package org.nadir.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Ground control points of a [SyntheticSurvey], marked in its photos as people do: to a fraction of a pixel, and some marks
/// quite wrong. Check points are known to the test only.
///
/// @param control points that the control file holds
/// @param check points that it does not hold
public record SyntheticControl(SyntheticSurvey survey, List<Point> control, List<Point> check) {

    /// A point of the surface, in UTM metres.
    ///
    /// @param marks where people say that photos show it
    public record Point(String name, double x, double y, double z, List<Mark> marks) {

        public Point {
            marks = List.copyOf(marks);
        }
    }

    /// @param trueU the column at which the photo shows the point
    /// @param u the column that is marked
    public record Mark(
            String photo, double trueU, double trueV, double u, double v, boolean wrong) {}

    /// How the marks are made.
    ///
    /// @param sd error of a mark, pixels in column and row
    /// @param wrongShare share of the marks of control points that are 40 to 300 pixels off
    public record Marking(double sd, double wrongShare) {}

    /// A point is marked in so many photos at most, those that show it nearest to their middle.
    private static final int MOST_MARKS = 8;

    private static final int LEAST_MARKS = 3;

    /// No point lies nearer to an edge of a roof than this, metres.
    private static final double CLEAR = 0.5;

    /// Points spread evenly over the flown area, `side` by `side` for control, and for check in the gaps between those.
    public static SyntheticControl of(
            SyntheticSurvey survey, int side, Marking marking, long seed) {
        var random = new Random(seed);
        List<Point> control = new ArrayList<>();
        List<Point> check = new ArrayList<>();
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                // From the outermost flight lines to each other.
                double step = 1.0 / (side - 1);
                String number = Integer.toString(side * i + j + 1);
                add(control, survey, "gcp" + number, i * step, j * step, marking, random);
                if (i < side - 1 && j < side - 1) {
                    double x = (i + 0.5) * step;
                    double y = (j + 0.5) * step;
                    add(check, survey, "check" + number, x, y, marking, random);
                }
            }
        }
        List<Point> spoilt = spoil(control, marking.wrongShare, random);
        return new SyntheticControl(survey, spoilt, List.copyOf(check));
    }

    /// A control file as surveyors write it, in the survey's UTM zone.
    public String file() {
        var text =
                new StringBuilder(
                        "EPSG:"
                                + ((survey.zone().north() ? 32600 : 32700) + survey.zone().number())
                                + "\n");
        for (Point point : control) {
            for (Mark mark : point.marks) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%.4f %.4f %.4f %.2f %.2f %s %s%n",
                                point.x,
                                point.y,
                                point.z,
                                mark.u,
                                mark.v,
                                mark.photo,
                                point.name));
            }
        }
        return text.toString();
    }

    public long wrongMarks() {
        return control.stream().flatMap(p -> p.marks.stream()).filter(Mark::wrong).count();
    }

    private static void add(
            List<Point> to,
            SyntheticSurvey survey,
            String name,
            double shareX,
            double shareY,
            Marking marking,
            Random random) {
        for (int attempt = 0; attempt < 50; attempt++) {
            double x =
                    between(survey.cameras().stream().mapToDouble(c -> c.east()).toArray(), shareX)
                            + random.nextDouble(-3, 3);
            double y =
                    between(survey.cameras().stream().mapToDouble(c -> c.north()).toArray(), shareY)
                            + random.nextDouble(-3, 3);
            double z = survey.terrain().surface(x - survey.originEast(), y - survey.originNorth());
            if (!isClear(survey, x, y)) {
                continue;
            }
            List<Mark> marks = marks(survey, x, y, z, marking, random);
            if (marks.size() >= LEAST_MARKS) {
                to.add(new Point(name, x, y, z, marks));
                return;
            }
        }
    }

    private static double between(double[] values, double share) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return least + share * (most - least);
    }

    private static boolean isClear(SyntheticSurvey survey, double x, double y) {
        double px = x - survey.originEast();
        double py = y - survey.originNorth();
        double z = survey.terrain().surface(px, py);
        for (double dx = -CLEAR; dx <= CLEAR; dx += CLEAR) {
            for (double dy = -CLEAR; dy <= CLEAR; dy += CLEAR) {
                // A roof's edge is far steeper than the ground.
                if (Math.abs(survey.terrain().surface(px + dx, py + dy) - z) > CLEAR) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Mark> marks(
            SyntheticSurvey survey, double x, double y, double z, Marking marking, Random random) {
        var marks = new ArrayList<Mark>();
        for (SyntheticCamera camera : survey.cameras()) {
            double[] pixel = camera.pixel(x, y, z);
            if (pixel != null && survey.sees(camera, x, y, z)) {
                marks.add(
                        new Mark(
                                camera.name(),
                                pixel[0],
                                pixel[1],
                                pixel[0] + marking.sd * random.nextGaussian(),
                                pixel[1] + marking.sd * random.nextGaussian(),
                                false));
            }
        }
        SyntheticCamera any = survey.cameras().getFirst();
        marks.sort(
                Comparator.comparingDouble(m ->
                        Math.hypot(m.trueU - any.width() / 2.0, m.trueV - any.height() / 2.0)));
        return List.copyOf(marks.subList(0, Math.min(MOST_MARKS, marks.size())));
    }

    private static List<Point> spoil(List<Point> points, double share, Random random) {
        List<Integer> numbers = new ArrayList<>();
        int count = points.stream().mapToInt(p -> p.marks.size()).sum();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        List<Integer> wrong = numbers.subList(0, (int) Math.ceil(share * count));
        var spoilt = new ArrayList<Point>();
        int number = 0;
        for (Point point : points) {
            var marks = new ArrayList<Mark>();
            for (Mark mark : point.marks) {
                marks.add(wrong.contains(number++) ? spoilt(mark, random) : mark);
            }
            spoilt.add(new Point(point.name, point.x, point.y, point.z, marks));
        }
        return List.copyOf(spoilt);
    }

    private static Mark spoilt(Mark mark, Random random) {
        double angle = random.nextDouble(2 * Math.PI);
        double far = random.nextDouble(40, 300);
        return new Mark(
                mark.photo,
                mark.trueU,
                mark.trueV,
                mark.u + far * Math.cos(angle),
                mark.v + far * Math.sin(angle),
                true);
    }
}
