package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.survey.GroundControlFile;
import org.nadir.engine.survey.ImageGroupFile;
import org.nadir.engine.survey.PhotoNames;
import org.nadir.engine.survey.PhotoPositionFile;
import org.nadir.engine.survey.SideFile;
import org.nadir.engine.work.Console;

/// The files of a surveyor that belong to a run: `gcp_list.txt`, `geo.txt` and `image_groups.txt`, in any case, in the project folder, among the
/// photos, or beside a photo folder that is called `images`.
///
/// @param control null when there is none or it is not wanted
/// @param positions null when there is none
/// @param groups by name of the photo, from `image_groups.txt`; they do not change results unless a survey is split
/// @param fingerprint changes when one of the files does
record SurveyFiles(
        @Nullable GroundControlFile control,
        @Nullable PhotoPositionFile positions,
        Map<String, String> groups,
        String fingerprint) {

    private static final int MOST_WARNINGS = 20;

    static final SurveyFiles NONE = new SurveyFiles(null, null, Map.of(), "");

    static SurveyFiles read(Run run, List<String> photoNames, Console console) throws IOException {
        List<Path> folders = folders(run.project());
        var names = new PhotoNames(photoNames);
        Optional<Path> geo = SideFile.find("geo.txt", folders);
        PhotoPositionFile positions =
                geo.isPresent() ? PhotoPositionFile.read(geo.get(), names) : null;
        if (positions != null) {
            tell(positions.warnings(), console);
            console.info(
                    positions.name()
                            + " gives the positions of "
                            + positions.entries().size()
                            + " of "
                            + photoNames.size()
                            + " photos");
        }
        Optional<Path> gcp = SideFile.find("gcp_list.txt", folders);
        if (gcp.isPresent() && run.options().flag("use-exif")) {
            console.info(gcp.get().getFileName() + " is left aside (use-exif)");
            gcp = Optional.empty();
        }
        GroundControlFile control =
                gcp.isPresent() ? GroundControlFile.read(gcp.get(), names) : null;
        if (control != null) {
            tell(control.warnings(), console);
        }
        Map<String, String> groups = groups(folders, names, console);
        return new SurveyFiles(control, positions, groups, fingerprint(geo) + fingerprint(gcp));
    }

    private static Map<String, String> groups(List<Path> folders, PhotoNames names, Console console)
            throws IOException {
        Optional<Path> file = SideFile.find("image_groups.txt", folders);
        if (file.isEmpty()) {
            return Map.of();
        }
        ImageGroupFile groups = ImageGroupFile.read(file.get(), names);
        tell(groups.warnings(), console);
        console.info(
                groups.name()
                        + " puts "
                        + groups.groups().size()
                        + " photos into "
                        + groups.groupCount()
                        + " groups");
        return groups.groups();
    }

    /// Where files beside the photos may lie.
    static List<Path> folders(ProjectFolder project) {
        var folders = new ArrayList<>(List.of(project.root(), project.images()));
        Path photos = project.images().toAbsolutePath().normalize();
        Path parent = photos.getParent();
        if (parent != null
                && photos.getFileName().toString().toLowerCase(Locale.ROOT).equals("images")) {
            folders.add(parent);
        }
        return folders;
    }

    static String fingerprint(Optional<Path> file) throws IOException {
        return file.isEmpty()
                ? "-"
                : StageStore.fingerprint(
                        Base64.getEncoder().encodeToString(Files.readAllBytes(file.get())));
    }

    /// A file for other photos would fill the console.
    private static void tell(List<String> warnings, Console console) {
        warnings.stream().limit(MOST_WARNINGS).forEach(console::warning);
        if (warnings.size() > MOST_WARNINGS) {
            console.warning(
                    "… and " + (warnings.size() - MOST_WARNINGS) + " more lines like these");
        }
    }
}
