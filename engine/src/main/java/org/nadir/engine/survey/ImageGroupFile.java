package org.nadir.engine.survey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `image_groups.txt`: `photo group` a line. Groups are processed together when a survey is split. Lines that cannot be used
/// are skipped, each with a warning.
///
/// @param groups by name of the photo
/// @param warnings one sentence for each line that was skipped
public record ImageGroupFile(String name, Map<String, String> groups, List<String> warnings) {

    public ImageGroupFile {
        groups = Map.copyOf(groups);
        warnings = List.copyOf(warnings);
    }

    public static ImageGroupFile read(Path file, PhotoNames photos) throws IOException {
        String name = file.getFileName().toString();
        var groups = new LinkedHashMap<String, String>();
        var warnings = new ArrayList<String>();
        for (SideFile.Line line : SideFile.lines(file)) {
            try {
                read(line, photos, groups);
            } catch (SideFile.BadLineException bad) {
                warnings.add(
                        name
                                + ", line "
                                + line.number()
                                + ": "
                                + bad.getMessage()
                                + ". The line is skipped: "
                                + line.text());
            }
        }
        return new ImageGroupFile(name, groups, warnings);
    }

    private static void read(SideFile.Line line, PhotoNames photos, Map<String, String> groups)
            throws SideFile.BadLineException {
        List<String> words = line.words();
        PhotoNames.Found photo = photos.find(words, 0);
        if (photo == null) {
            throw new SideFile.BadLineException("there is no photo " + words.getFirst());
        }
        if (photo.end() == words.size()) {
            throw new SideFile.BadLineException("the group is missing");
        }
        String group = String.join(" ", words.subList(photo.end(), words.size()));
        String before = groups.putIfAbsent(photo.name(), group);
        if (before != null && !before.equals(group)) {
            throw new SideFile.BadLineException(photo.name() + " is already in group " + before);
        }
    }

    /// Number of different groups.
    public int groupCount() {
        return (int) groups.values().stream().distinct().count();
    }
}
