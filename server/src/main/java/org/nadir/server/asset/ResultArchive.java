package org.nadir.server.asset;

import java.io.IOException;
import java.io.OutputStream;
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

/// The archive in which a node delivers its results.
public final class ResultArchive {

    private ResultArchive() {}

    /// Unpacks an archive into an empty folder, checking every file against its checksum.
    ///
    /// @param cancelled asked often; true ends the work
    /// @throws ZipException when the archive is damaged or would write outside the folder
    /// @throws java.util.concurrent.CancellationException when cancelled
    public static void extract(Path archive, Path folder, BooleanSupplier cancelled)
            throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            checkRoom(zip, folder);
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                if (cancelled.getAsBoolean()) {
                    throw new java.util.concurrent.CancellationException("Unpacking was cancelled");
                }
                extract(zip, entries.nextElement(), folder);
            }
        }
        flatten(folder);
    }

    private static void checkRoom(ZipFile zip, Path folder) throws IOException {
        long needed = zip.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
        if (Files.getFileStore(folder).getUsableSpace() < needed) {
            throw new IOException(
                    "Not enough space on the disk: the results need "
                            + (needed >> 20)
                            + " MB (no space left)");
        }
    }

    private static void extract(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        Path target;
        try {
            target = folder.resolve(entry.getName().replace('\\', '/')).normalize();
        } catch (java.nio.file.InvalidPathException broken) {
            throw new ZipException("Bad name in the archive: " + entry.getName());
        }
        if (!target.startsWith(folder)) {
            throw new ZipException("The archive points outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        var crc = new CRC32();
        long size = 0;
        try (var in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            var block = new byte[1 << 17];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                crc.update(block, 0, n);
                out.write(block, 0, n);
                size += n;
            }
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
                        && !top.getFirst().getFileName().toString().equals("odm_orthophoto");
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
