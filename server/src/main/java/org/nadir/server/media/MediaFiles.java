package org.nadir.server.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;
import org.nadir.server.storage.Folders;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.Tasks;

/// The media files of tasks. A file's description, and what was found out about it, stand in a note of its own in the task's
/// folder (`data/media/{file}.json`): so they travel with the folder through moves, copies and backups. A note that is
/// missing or out of date is written anew from the file. Thread-safe.
final class MediaFiles {

    private final MediaStore store;
    private final Tasks tasks;

    MediaFiles(MediaStore store, Tasks tasks) {
        this.store = store;
        this.tasks = tasks;
    }

    /// All files but subtitles, in the order of lists.
    List<MediaEntry> list(Task task) throws IOException {
        var entries = new ArrayList<MediaEntry>();
        for (Path file : files(task)) {
            MediaEntry entry = entry(task, file);
            if (entry != null) {
                entries.add(entry);
            }
        }
        entries.sort(MediaEntry.ORDER);
        return entries;
    }

    private List<Path> files(Task task) throws IOException {
        Path folder = folder(task);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file ->
                            MediaNames.isListed(file.getFileName().toString())
                                    && Files.isRegularFile(file))
                    .toList();
        }
    }

    private Path folder(Task task) {
        return store.mediaFiles(task.projectId(), task.id());
    }

    Optional<MediaEntry> find(Task task, String name) throws IOException {
        Optional<Path> file = file(task, name);
        return file.isPresent() && MediaNames.isListed(name)
                ? Optional.ofNullable(entry(task, file.get()))
                : Optional.empty();
    }

    /// A file directly in the folder, subtitles too.
    Optional<Path> file(Task task, String name) throws IOException {
        return name.indexOf('/') >= 0 || name.indexOf('\\') >= 0
                ? Optional.empty()
                : MediaStore.fileInside(folder(task), name);
    }

    /// The subtitles beside a video.
    Optional<Path> subtitles(Task task, String video) throws IOException {
        Path folder = folder(task);
        if (!Files.isDirectory(folder) || !MediaKind.isVideo(video)) {
            return Optional.empty();
        }
        String stem = MediaNames.stem(video);
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(
                            file -> {
                                String name = file.getFileName().toString();
                                return MediaKind.isSubtitles(name)
                                        && MediaNames.stem(name).equalsIgnoreCase(stem)
                                        && Files.isRegularFile(file);
                            })
                    .findFirst();
        }
    }

    /// Puts a received file in place; one of the same name is replaced and keeps its description.
    void add(Task task, Path received, String name) throws IOException {
        ReentrantLock lock = store.lock(task.id());
        lock.lock();
        try {
            Path folder = Files.createDirectories(folder(task));
            Files.move(
                    received,
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            lock.unlock();
        }
        Folders.delete(derived(task, name));
    }

    /// @return false when there is no such file
    boolean delete(Task task, String name) throws IOException {
        ReentrantLock lock = store.lock(task.id());
        lock.lock();
        try {
            Optional<Path> file = file(task, name);
            if (file.isEmpty()) {
                return false;
            }
            Optional<Path> subtitles = subtitles(task, name);
            Files.deleteIfExists(file.get());
            if (subtitles.isPresent()) {
                Files.deleteIfExists(subtitles.get());
            }
            Files.deleteIfExists(note(task, name));
        } finally {
            lock.unlock();
        }
        Folders.delete(derived(task, name));
        return true;
    }

    /// Brings the task's row in line with what is in the folder.
    void recount(Task task) throws IOException {
        tasks.mediaChanged(
                task.id(), MediaNames.count(folder(task)), store.size(task.projectId(), task.id()));
    }

    /// @return false when there is no such file
    boolean describe(Task task, String name, String description) throws IOException {
        ReentrantLock lock = store.lock(task.id());
        lock.lock();
        try {
            Optional<MediaEntry> entry = find(task, name);
            if (entry.isEmpty()) {
                return false;
            }
            write(note(task, name), description, entry.get().facts());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Where copies of one file for showing are kept.
    Path derived(Task task, String name) {
        return store.derived(task.id()).resolve("media").resolve(name);
    }

    private Path note(Task task, String name) {
        return store.notes(task.projectId(), task.id()).resolve("media").resolve(name + ".json");
    }

    /// @return null when the file is gone meanwhile
    private @Nullable MediaEntry entry(Task task, Path file) throws IOException {
        String name = file.getFileName().toString();
        Path subtitles = subtitles(task, name).orElse(null);
        try {
            String stamp = stamp(file) + (subtitles == null ? "" : "+" + stamp(subtitles));
            JsonNode note = read(note(task, name));
            MediaFacts facts = MediaFacts.of(note);
            if (facts == null || !facts.stamp().equals(stamp)) {
                facts = refresh(task, file, stamp, subtitles);
            }
            return new MediaEntry(
                    name,
                    note.path("description").asText(),
                    Files.size(file),
                    subtitles != null,
                    facts);
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /// Looks into the file and notes what is found, with the description that stands there by now.
    private MediaFacts refresh(Task task, Path file, String stamp, @Nullable Path subtitles)
            throws IOException {
        MediaFacts facts = MediaProbe.look(file, stamp, subtitles);
        Path note = note(task, file.getFileName().toString());
        ReentrantLock lock = store.lock(task.id());
        lock.lock();
        try {
            if (Files.exists(file)) {
                write(note, read(note).path("description").asText(), facts);
            }
        } finally {
            lock.unlock();
        }
        return facts;
    }

    /// What tells one content of a file from another.
    static String stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return Long.toHexString(attributes.size())
                + "-"
                + Long.toHexString(attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
    }

    /// A note may come from a backup of elsewhere: whatever it is not counts as absent.
    private static JsonNode read(Path note) throws IOException {
        if (!Files.isRegularFile(note) || Files.size(note) > 1 << 20) {
            return Json.object();
        }
        try {
            return Json.parse(Files.readString(note));
        } catch (IllegalArgumentException | java.nio.charset.MalformedInputException broken) {
            return Json.object();
        }
    }

    private static void write(Path note, String description, MediaFacts facts) throws IOException {
        Files.createDirectories(note.getParent());
        ObjectNode json = facts.json().put("description", description);
        Folders.writeAtomically(note, Json.bytes(json));
    }
}
