package org.nadir.node;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Packs results into `all.zip`: flat, stored without compression (rasters and clouds are compressed already), ZIP64 where
/// needed.
final class ResultArchive {

    private ResultArchive() {}

    /// @param paths files and folders relative to `root`; absent ones are left out
    static void write(Path root, List<String> paths, Path archive) throws IOException {
        Path partial = archive.resolveSibling(archive.getFileName() + ".part");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 20);
                var zip = new ZipOutputStream(file)) {
            for (Path path : filesOf(root, paths)) {
                store(zip, root.relativize(path).toString().replace('\\', '/'), path);
            }
        }
        Files.move(
                partial,
                archive,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> filesOf(Path root, List<String> paths) throws IOException {
        var files = new ArrayList<Path>();
        for (String name : paths) {
            Path path = root.resolve(name).normalize();
            if (!path.startsWith(root) || !Files.exists(path)) {
                continue;
            }
            try (Stream<Path> tree = Files.walk(path)) {
                tree.filter(Files::isRegularFile)
                        .filter(f -> !f.toString().endsWith(".part"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static void store(ZipOutputStream zip, String name, Path file) throws IOException {
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(Files.size(file));
        entry.setCrc(crc(file));
        entry.setTime(Files.getLastModifiedTime(file).toMillis());
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
    }

    private static long crc(Path file) throws IOException {
        var crc = new CRC32();
        var block = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                crc.update(block, 0, n);
            }
        }
        return crc.getValue();
    }
}
