package org.nadir.engine.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Photos that are there under several names, byte for byte, as when a card was copied twice. They do no harm, but they are no
/// overlap either: whoever counts photos should know.
final class IdenticalPhotos {

    /// So much of files of the same size is looked at before they are compared as a whole: more than the tags, whose capture
    /// times differ.
    private static final int BEGINNING = 1 << 16;

    private static final int MOST_NAMED = 20;

    private IdenticalPhotos() {}

    /// Names of photos that are the same file, in groups, in the order of the photos.
    static List<List<String>> find(List<Path> photos) throws IOException {
        Map<Long, List<Path>> bySize = new LinkedHashMap<>();
        for (Path photo : photos) {
            bySize.computeIfAbsent(Files.size(photo), size -> new ArrayList<>()).add(photo);
        }
        List<List<String>> found = new ArrayList<>();
        for (List<Path> candidates : several(bySize.values())) {
            Map<Integer, List<Path>> byBeginning = new LinkedHashMap<>();
            for (Path photo : candidates) {
                byBeginning.computeIfAbsent(beginning(photo), hash -> new ArrayList<>()).add(photo);
            }
            for (List<Path> alike : several(byBeginning.values())) {
                found.addAll(same(alike));
            }
        }
        return found;
    }

    private static List<List<Path>> several(Collection<List<Path>> groups) {
        return groups.stream().filter(group -> group.size() > 1).toList();
    }

    private static int beginning(Path photo) throws IOException {
        try (InputStream in = Files.newInputStream(photo)) {
            return Arrays.hashCode(in.readNBytes(BEGINNING));
        }
    }

    /// Those of some files that have a twin among them.
    private static List<List<String>> same(List<Path> files) throws IOException {
        List<List<Path>> groups = new ArrayList<>();
        for (Path file : files) {
            List<Path> own = null;
            for (List<Path> group : groups) {
                own = own == null && Files.mismatch(group.getFirst(), file) < 0 ? group : own;
            }
            if (own == null) {
                own = new ArrayList<>();
                groups.add(own);
            }
            own.add(file);
        }
        Function<Path, String> name = file -> String.valueOf(file.getFileName());
        return several(groups).stream().map(group -> group.stream().map(name).toList()).toList();
    }

    /// A sentence for people; empty when there are none.
    static String sentence(List<List<String>> groups) {
        if (groups.isEmpty()) {
            return "";
        }
        String names =
                groups.stream()
                        .limit(MOST_NAMED)
                        .map(group -> String.join(" = ", group))
                        .collect(Collectors.joining(", "));
        int more = groups.size() - MOST_NAMED;
        return "The same photo is there under several names: "
                + names
                + (more > 0 ? " and " + more + " more" : "")
                + ".";
    }
}
