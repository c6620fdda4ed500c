package org.nadir.engine.survey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Problem;
import org.nadir.geo.UnknownCrsException;

/// `geo.txt`: a line with the coordinate system, then one photo a line, `photo x y [z [yaw pitch roll [horizontal vertical
/// …]]]`: angles in degrees, standard deviations in metres. Lines that cannot be used are skipped, each with a warning.
///
/// @param entries by name of the photo
/// @param warnings one sentence for each line that was skipped or not fully understood
public record PhotoPositionFile(
        String name, CoordinateHeader header, Map<String, Entry> entries, List<String> warnings) {

    public PhotoPositionFile {
        entries = Map.copyOf(entries);
        warnings = List.copyOf(warnings);
    }

    /// @param z height in the file's unit, NaN when unknown
    /// @param angles null when unknown
    /// @param horizontalSd standard deviation in metres, NaN when unknown
    /// @param verticalSd likewise
    public record Entry(
            double x,
            double y,
            double z,
            @Nullable Angles angles,
            double horizontalSd,
            double verticalSd) {}

    /// Degrees: yaw 0 = top of the photo to the north, 90 = east; pitch 0 = straight down, 90 = ahead; roll 0 = level.
    public record Angles(double yaw, double pitch, double roll) {}

    /// @throws Problem with `BAD_GEO` when the first line names no coordinate system
    public static PhotoPositionFile read(Path file, PhotoNames photos) throws IOException {
        String name = file.getFileName().toString();
        List<SideFile.Line> lines = SideFile.lines(file);
        if (lines.isEmpty()) {
            throw new Problem(Problem.Code.BAD_GEO, name + " is empty.");
        }
        CoordinateHeader header = header(name, lines.getFirst());
        var entries = new LinkedHashMap<String, Entry>();
        var warnings = new ArrayList<String>();
        for (SideFile.Line line : lines.subList(1, lines.size())) {
            try {
                read(line, photos, entries);
            } catch (SideFile.BadLineException bad) {
                warnings.add(
                        at(name, line)
                                + bad.getMessage()
                                + ". The line is skipped: "
                                + line.text());
            }
            if (hasAccuracyWithoutAngles(line, photos)) {
                warnings.add(
                        at(name, line)
                                + "accuracies come after yaw, pitch and roll (NaN NaN NaN will do); the"
                                + " last two numbers are not used.");
            }
        }
        return new PhotoPositionFile(name, header, entries, warnings);
    }

    private static String at(String name, SideFile.Line line) {
        return name + ", line " + line.number() + ": ";
    }

    /// Five numbers: what other programs write as x, y, z and two accuracies.
    private static boolean hasAccuracyWithoutAngles(SideFile.Line line, PhotoNames photos) {
        List<String> words = line.words();
        PhotoNames.Found photo = photos.find(words, 0);
        if (photo == null || words.size() != photo.end() + 5) {
            return false;
        }
        try {
            SideFile.finite(words.get(photo.end() + 3));
            SideFile.finite(words.get(photo.end() + 4));
            return true;
        } catch (SideFile.BadLineException text) {
            return false;
        }
    }

    private static CoordinateHeader header(String name, SideFile.Line line) {
        try {
            return CoordinateHeader.parse(line.text());
        } catch (UnknownCrsException unknown) {
            throw new Problem(
                    Problem.Code.BAD_GEO,
                    name + ", line " + line.number() + ": " + unknown.getMessage());
        }
    }

    private static void read(SideFile.Line line, PhotoNames photos, Map<String, Entry> entries)
            throws SideFile.BadLineException {
        List<String> words = line.words();
        PhotoNames.Found photo = photos.find(words, 0);
        if (photo == null) {
            throw new SideFile.BadLineException("there is no photo " + words.getFirst());
        }
        List<String> rest = words.subList(photo.end(), words.size());
        if (rest.size() < 2) {
            throw new SideFile.BadLineException("x and y are missing");
        }
        if (entries.containsKey(photo.name())) {
            throw new SideFile.BadLineException(photo.name() + " comes twice");
        }
        entries.put(
                photo.name(),
                new Entry(
                        SideFile.finite(rest.get(0)),
                        SideFile.finite(rest.get(1)),
                        rest.size() > 2 ? SideFile.number(rest.get(2)) : Double.NaN,
                        rest.size() > 5 ? angles(rest) : null,
                        rest.size() > 7 ? deviation(rest.get(6)) : Double.NaN,
                        rest.size() > 7 ? deviation(rest.get(7)) : Double.NaN));
    }

    private static @Nullable Angles angles(List<String> rest) throws SideFile.BadLineException {
        var angles =
                new Angles(
                        SideFile.number(rest.get(3)),
                        SideFile.number(rest.get(4)),
                        SideFile.number(rest.get(5)));
        double sum = angles.yaw() + angles.pitch() + angles.roll();
        return Double.isNaN(sum) ? null : angles;
    }

    private static double deviation(String word) throws SideFile.BadLineException {
        double sd = SideFile.number(word);
        if (sd <= 0) {
            throw new SideFile.BadLineException("an accuracy must be above 0, not " + word);
        }
        return sd;
    }
}
