package org.nadir.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whole folders and atomic files. Links are never followed out of a tree.
public final class Folders {

    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private Folders() {}

    /// Deletes a file or a tree; nothing there is fine.
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        Files.deleteIfExists(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Deletes what nobody needs any more. What cannot be deleted now is noted, and goes with the next cleaning up.
    public static void discard(Path root) {
        try {
            delete(root);
        } catch (IOException leftover) {
            LOG.warn("Cannot delete {}", root, leftover);
        }
    }

    /// Makes a second tree of the same files without copying their bytes, where the disk can do that; else copies. Good for
    /// files that are only ever replaced as a whole, never written in place.
    public static void link(Path root, Path target) throws IOException {
        copyTree(root, target, path -> true, path -> true);
    }

    /// Copies a tree. Links to elsewhere are left out.
    ///
    /// @param kept which files are copied at all, by their path below the root with slashes
    /// @param linked which files, by their path below the root with slashes, may share their bytes with the original
    public static void copyTree(
            Path root, Path target, Predicate<String> kept, Predicate<String> linked)
            throws IOException {
        if (!Files.exists(root)) {
            Files.createDirectories(target);
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        String name = root.relativize(folder).toString().replace('\\', '/');
                        if (!kept.test(name + "/")) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        Files.createDirectories(target.resolve(name));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            String name = root.relativize(file).toString().replace('\\', '/');
                            if (kept.test(name)) {
                                copy(file, target.resolve(name), linked.test(name));
                            }
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void copy(Path file, Path target, boolean share) throws IOException {
        if (share) {
            try {
                Files.createLink(target, file);
                return;
            } catch (UnsupportedOperationException | FileSystemException cannot) {
                // Some disks know no such links, and each has a largest number for one file.
                Files.deleteIfExists(target);
            }
        }
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /// Bytes of all files below a folder; 0 when it is not there. Files that vanish meanwhile do not count.
    public static long size(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return 0;
        }
        var total = new long[1];
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        total[0] += attributes.size();
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return total[0];
    }

    /// Writes a small file so that a reader, or a crash, sees the old content or the new, never half of it.
    public static void writeAtomically(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.write(temporary, content);
        sync(temporary);
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Brings the content of a file to the disk.
    public static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
