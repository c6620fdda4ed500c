package org.nadir.engine.survey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Problem;
import org.nadir.geo.UnknownCrsException;

/// `gcp_list.txt`: a line with the coordinate system, then one mark a line, `x y z px py photo [label [extra …]]`. Lines
/// with the same coordinates are marks of the same point. Lines that cannot be used are skipped, each with a warning that
/// has its number.
///
/// A point is a check point when its label starts with `CHK-` or when one of the extra columns is `check` or
/// `checkpoint`, in any case.
///
/// @param name of the file, for messages
/// @param points in the order in which they come first
/// @param warnings one sentence for each line that was skipped
public record GroundControlFile(
        String name, CoordinateHeader header, List<SurveyPoint> points, List<String> warnings) {

    public GroundControlFile {
        points = List.copyOf(points);
        warnings = List.copyOf(warnings);
    }

    /// @throws Problem with `BAD_GCP` when the first line names no coordinate system or no line can be used
    public static GroundControlFile read(Path file, PhotoNames photos) throws IOException {
        return new Reader(file.getFileName().toString(), photos).read(SideFile.lines(file));
    }

    /// What tells points apart.
    private record Place(double x, double y, double z) {}

    /// A point whose marks are still being gathered.
    private static final class Gathering {
        @Nullable String label;
        boolean check;
        final List<SurveyPoint.Mark> marks = new ArrayList<>();
    }

    /// Reads one file.
    private static final class Reader {

        private final String name;
        private final PhotoNames photos;
        private final Map<Place, Gathering> places = new LinkedHashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private @Nullable String strange;

        Reader(String name, PhotoNames photos) {
            this.name = name;
            this.photos = photos;
        }

        GroundControlFile read(List<SideFile.Line> lines) {
            if (lines.isEmpty()) {
                throw problem(name + " is empty");
            }
            CoordinateHeader header = header(lines.getFirst());
            for (SideFile.Line line : lines.subList(1, lines.size())) {
                try {
                    read(line);
                } catch (SideFile.BadLineException bad) {
                    warnings.add(
                            name
                                    + ", line "
                                    + line.number()
                                    + ": "
                                    + bad.getMessage()
                                    + ". The line is skipped.");
                }
            }
            if (places.isEmpty()) {
                throw nothing(lines.size() - 1);
            }
            return new GroundControlFile(name, header, points(), warnings);
        }

        private CoordinateHeader header(SideFile.Line line) {
            try {
                return CoordinateHeader.parse(line.text());
            } catch (UnknownCrsException unknown) {
                throw problem(name + ", line " + line.number() + ": " + unknown.getMessage());
            }
        }

        private void read(SideFile.Line line) throws SideFile.BadLineException {
            List<String> words = line.words();
            if (words.size() < 6) {
                throw new SideFile.BadLineException(
                        "has "
                                + words.size()
                                + " columns of at least 6 (x y z px py photo): "
                                + line.text());
            }
            double x = SideFile.finite(words.get(0));
            double y = SideFile.finite(words.get(1));
            double z = SideFile.number(words.get(2));
            double u = SideFile.finite(words.get(3));
            double v = SideFile.finite(words.get(4));
            PhotoNames.Found photo = photos.find(words, 5);
            if (photo == null) {
                strange = strange == null ? words.get(5) : strange;
                throw new SideFile.BadLineException("there is no photo " + words.get(5));
            }
            Gathering point = places.computeIfAbsent(new Place(x, y, z), place -> new Gathering());
            refuseSecondMark(point, photo.name());
            point.marks.add(new SurveyPoint.Mark(line.number(), photo.name(), u, v));
            point.check |= isCheck(words, photo.end());
            if (point.label == null && photo.end() < words.size()) {
                point.label = words.get(photo.end());
            }
        }

        private static void refuseSecondMark(Gathering point, String photo)
                throws SideFile.BadLineException {
            for (SurveyPoint.Mark other : point.marks) {
                if (other.photo().equals(photo)) {
                    throw new SideFile.BadLineException(
                            "the same point is already marked in "
                                    + photo
                                    + ", on line "
                                    + other.line());
                }
            }
        }

        private static boolean isCheck(List<String> words, int from) {
            for (int i = from; i < words.size(); i++) {
                String word = words.get(i).toLowerCase(Locale.ROOT);
                if (i == from ? word.startsWith("chk-") : word.matches("check-?(point)?")) {
                    return true;
                }
            }
            return false;
        }

        private List<SurveyPoint> points() {
            var points = new ArrayList<SurveyPoint>();
            Set<String> names = new HashSet<>();
            Map<String, Integer> firstLine = new HashMap<>();
            int number = 0;
            for (var entry : places.entrySet()) {
                number++;
                Gathering point = entry.getValue();
                Place place = entry.getKey();
                int line = point.marks.getFirst().line();
                String label = point.label == null ? "point " + number : point.label;
                if (firstLine.containsKey(label)) {
                    warnings.add(
                            name
                                    + ", line "
                                    + line
                                    + ": "
                                    + label
                                    + " has other coordinates than on line "
                                    + firstLine.get(label)
                                    + "; it is taken as another point.");
                }
                firstLine.putIfAbsent(label, line);
                points.add(
                        new SurveyPoint(
                                free(label, names),
                                point.check,
                                place.x(),
                                place.y(),
                                place.z(),
                                point.marks));
            }
            return points;
        }

        private static String free(String label, Set<String> taken) {
            String free = label;
            for (int n = 2; !taken.add(free); n++) {
                free = label + " (" + n + ")";
            }
            return free;
        }

        private Problem nothing(int lines) {
            if (strange != null) {
                return problem(
                        name
                                + " names none of the photos (the first is "
                                + strange
                                + "). Names must be those of the photo files");
            }
            return problem(
                    name
                            + " has no usable line among "
                            + lines
                            + ". Each needs: x y z px py photo [label]"
                            + (warnings.isEmpty() ? "" : ". " + warnings.getFirst()));
        }

        private static Problem problem(String message) {
            return new Problem(
                    Problem.Code.BAD_GCP, message.endsWith(".") ? message : message + ".");
        }
    }
}
