package org.nadir.server.asset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.nadir.server.storage.Folders;

/// The archive in which a node, or a user, delivers results.
public final class ResultArchive {

    /// How much an archive may become.
    ///
    /// @param reserveBytes room on the disk that is left alone
    /// @param suspectBytes archives that unpack to more than this
    /// @param suspectRatio and to so many times their own size are bombs
    public record Limits(long reserveBytes, long suspectBytes, int suspectRatio) {

        public static Limits leaving(long reserveBytes) {
            return new Limits(reserveBytes, 1L << 30, 200);
        }
    }

    /// What macOS adds to archives.
    private static final String RESOURCE_FORKS = "__MACOSX/";

    /// Folders of results that stand for themselves even when they are all there is.
    private static final String RESULTS =
            "odm_.*|entwine_pointcloud|potree_pointcloud|3d_tiles|.*_tiles|opensfm|media";

    private ResultArchive() {}

    /// As [#extract(Path, Path, Limits, BooleanSupplier)], for archives of nodes.
    public static void extract(Path archive, Path folder, BooleanSupplier cancelled)
            throws IOException {
        extract(archive, folder, Limits.leaving(0), cancelled);
    }

    /// Unpacks an archive into an empty folder, checking every file against its checksum.
    ///
    /// @param cancelled asked often; true ends the work
    /// @throws ZipException when the archive is damaged, would write outside the folder, or would become far too large
    /// @throws java.util.concurrent.CancellationException when cancelled
    public static void extract(Path archive, Path folder, Limits limits, BooleanSupplier cancelled)
            throws IOException {
        check(archive, folder, limits);
        try (var zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.getName().startsWith(RESOURCE_FORKS)) {
                    extract(zip, entry, folder, cancelled);
                }
            }
        } catch (IllegalArgumentException badName) {
            throw new ZipException("Bad name in the archive: " + badName.getMessage());
        }
        flatten(folder);
    }

    private static void check(Path archive, Path folder, Limits limits) throws IOException {
        // The JDK keeps the directory in memory.
        long largest = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);
        ZipDirectory directory = ZipDirectory.read(archive, largest);
        long needed = directory.bytes();
        if (needed > limits.suspectBytes()
                && needed / limits.suspectRatio() > Files.size(archive)) {
            throw new ZipException(
                    "The archive would become "
                            + (needed >> 20)
                            + " MB, which is far more than its size makes likely");
        }
        if (Files.getFileStore(folder).getUsableSpace() - limits.reserveBytes() < needed) {
            throw new IOException(
                    "Not enough space on the disk: the results need "
                            + (needed >> 20)
                            + " MB (no space left)");
        }
    }

    private static void extract(ZipFile zip, ZipEntry entry, Path folder, BooleanSupplier cancelled)
            throws IOException {
        Path target;
        try {
            target = folder.resolve(entry.getName().replace('\\', '/')).normalize();
        } catch (java.nio.file.InvalidPathException broken) {
            throw new ZipException("Bad name in the archive: " + entry.getName());
        }
        if (!target.startsWith(folder)) {
            throw new ZipException("The archive points outside its folder: " + entry.getName());
        }
        try {
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                return;
            }
            Files.createDirectories(target.getParent());
        } catch (FileAlreadyExistsException collision) {
            throw new ZipException("A file and a folder of one name: " + entry.getName());
        }
        if (Files.isDirectory(target)) {
            throw new ZipException("A file and a folder of one name: " + entry.getName());
        }
        copy(zip, entry, target, cancelled);
    }

    private static void copy(ZipFile zip, ZipEntry entry, Path target, BooleanSupplier cancelled)
            throws IOException {
        var crc = new CRC32();
        long size = 0;
        try (var in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            var block = new byte[1 << 17];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                if (cancelled.getAsBoolean()) {
                    throw new java.util.concurrent.CancellationException("Unpacking was cancelled");
                }
                size += n;
                if (size > entry.getSize()) {
                    throw new ZipException("Longer than it says: " + entry.getName());
                }
                crc.update(block, 0, n);
                out.write(block, 0, n);
            }
        } catch (java.io.EOFException cutOff) {
            throw new ZipException("Damaged in the archive: " + entry.getName());
        }
        if (size != entry.getSize() || crc.getValue() != entry.getCrc()) {
            throw new ZipException("Damaged in the archive: " + entry.getName());
        }
    }

    /// An archive with one top folder is taken as if that folder were not there.
    private static void flatten(Path folder) throws IOException {
        List<Path> top;
        try (Stream<Path> entries = Files.list(folder)) {
            top = entries.toList();
        }
        boolean wrapped =
                top.size() == 1
                        && Files.isDirectory(top.getFirst())
                        && !top.getFirst().getFileName().toString().matches(RESULTS)
                        && !Files.exists(folder.resolve("data/backup.json"));
        if (!wrapped) {
            return;
        }
        // A new name first: the folder may hold an entry of its own name.
        Path wrapper = folder.resolve(".wrapper");
        Files.move(top.getFirst(), wrapper, StandardCopyOption.ATOMIC_MOVE);
        try (Stream<Path> entries = Files.list(wrapper)) {
            for (Path entry : entries.toList()) {
                Files.move(entry, folder.resolve(entry.getFileName().toString()));
            }
        }
        Folders.delete(wrapper);
    }
}
