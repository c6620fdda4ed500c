package org.nadir.node;

import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Takes in uploaded files: base names only, each written beside its place and then moved, the same file sent twice kept
/// once.
final class TaskFiles {

    private static final Set<String> NAMED_SIDE_FILES =
            Set.of("geo.txt", "image_groups.txt", "align.las", "align.laz", "align.tif");

    private TaskFiles() {}

    /// Stores one part among the task's images until [#sortOut].
    static void receive(NodeTask task, Part part) throws IOException {
        String name = baseName(part.getSubmittedFileName());
        Path folder = task.images();
        Path arriving = task.folder().resolve("arriving-" + UUID.randomUUID());
        try {
            part.write(arriving.toString());
            place(arriving, folder, name);
        } finally {
            Files.deleteIfExists(arriving);
        }
    }

    private static void place(Path arriving, Path folder, String name) throws IOException {
        String free = name;
        while (true) {
            Path target = folder.resolve(free);
            try {
                if (Files.exists(target)) {
                    throw new FileAlreadyExistsException(free);
                }
                Files.move(arriving, target);
                return;
            } catch (FileAlreadyExistsException taken) {
                if (Files.mismatch(arriving, target) < 0) {
                    return;
                }
                int dot = free.lastIndexOf('.');
                free = dot < 0 ? free + "_" : free.substring(0, dot) + "_" + free.substring(dot);
            }
        }
    }

    /// Moves side files (positions, ground control, alignment references) from the images to the project folder. Returns
    /// the number of images left.
    static int sortOut(NodeTask task) throws IOException {
        int images = 0;
        try (Stream<Path> files = Files.list(task.images())) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                if (NAMED_SIDE_FILES.contains(name)) {
                    Files.move(file, task.folder().resolve(name));
                } else if (name.endsWith(".txt")
                        && !Files.exists(task.folder().resolve("gcp_list.txt"))) {
                    Files.move(file, task.folder().resolve("gcp_list.txt"));
                } else if (name.endsWith(".zip")) {
                    Files.delete(file);
                } else {
                    images++;
                }
            }
        }
        return images;
    }

    static int count(NodeTask task) throws IOException {
        try (Stream<Path> files = Files.list(task.images())) {
            return (int) files.count();
        }
    }

    private static String baseName(String submitted) {
        String name =
                submitted
                        .substring(
                                Math.max(submitted.lastIndexOf('/'), submitted.lastIndexOf('\\'))
                                        + 1)
                        .strip();
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.chars().anyMatch(c -> c < 32)) {
            throw new ProtocolError("Not a file name: " + submitted, true);
        }
        return name;
    }
}
