package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.storage.Folders;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.PendingAction;
import org.nadir.server.task.Task;
import org.nadir.server.task.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the photos of a task smaller before they are sent, and the pixel positions of its ground control with them. All copies
/// are made aside first and only then take the place of the originals; cut off in between, the step goes on there.
final class ResizeStep {

    private static final Logger LOG = LoggerFactory.getLogger(ResizeStep.class);
    private static final String COPIES = ".resized";
    private static final String ALL_MADE = ".all-made";

    private final Transitions transitions;
    private final MediaStore store;

    ResizeStep(Transitions transitions, MediaStore store) {
        this.transitions = transitions;
        this.store = store;
    }

    Duration run(Task task, Running step) {
        try {
            Path folder = store.task(task.projectId(), task.id());
            Path copies = folder.resolve(COPIES);
            if (!Files.exists(copies.resolve(ALL_MADE))) {
                Folders.delete(copies);
                Files.createDirectories(copies);
                makeCopies(task, copies, step);
                Files.createFile(copies.resolve(ALL_MADE));
            }
            exchange(copies, folder);
            transitions.resized(task, store.size(task.projectId(), task.id()));
        } catch (IOException failure) {
            LOG.error("Photos of task {} cannot be resized", task.id(), failure);
            String why =
                    ErrorTable.isDiskFull(failure)
                            ? "there is no disk space left on the server."
                            : SendStep.reason(failure);
            transitions.failed(task, "The images cannot be resized: " + why, PendingAction.RESIZE);
        }
        return Duration.ZERO;
    }

    private void makeCopies(Task task, Path copies, Running step) throws IOException {
        var shrinker = new PhotoShrinker(task.wish().resizeTo());
        List<Path> files = store.inputs(task.projectId(), task.id());
        Map<String, Double> scales = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            step.checkCancelled();
            Path file = files.get(i);
            String name = file.getFileName().toString();
            if (PhotoShrinker.isPhoto(file)) {
                scales.put(
                        name.toLowerCase(Locale.ROOT), shrinker.shrink(file, copies.resolve(name)));
            }
            transitions.resizeProgress(task, (double) i / files.size());
        }
        for (Path file : files) {
            if (ControlPoints.isControlFile(file)) {
                ControlPoints.scale(file, copies.resolve(file.getFileName().toString()), scales);
            }
        }
    }

    private static void exchange(Path copies, Path folder) throws IOException {
        try (Stream<Path> made = Files.list(copies)) {
            for (Path copy : made.toList()) {
                String name = copy.getFileName().toString();
                if (!name.equals(ALL_MADE)) {
                    Files.move(
                            copy,
                            folder.resolve(name),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Folders.delete(copies);
    }
}
