package org.nadir.server.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives written here and read by the JDK, once by their directory and once as a stream.
class StoredZipTest {

    @TempDir Path folder;
    @TempDir Path elsewhere;

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private Path archive(StoredZip zip) throws IOException {
        Path file = elsewhere.resolve("out.zip");
        try (var out = Files.newOutputStream(file)) {
            zip.writeTo(out);
        }
        return file;
    }

    @Test
    void isReadableAndAsLongAsItSaid() throws IOException {
        var random = new byte[200_000];
        new Random(1).nextBytes(random);
        write("b/c.bin", random);
        write("a.txt", new byte[0]);
        write("ü/ß.txt", new byte[] {1, 2, 3});
        write("skipped.glb", new byte[9]);
        StoredZip zip = StoredZip.of(folder, name -> !name.equals("skipped.glb"));
        Path file = archive(zip);
        assertThat(Files.size(file)).isEqualTo(zip.length());
        try (var read = new ZipFile(file.toFile())) {
            assertThat(Collections.list(read.entries()).stream().map(ZipEntry::getName))
                    .containsExactly("a.txt", "b/c.bin", "ü/ß.txt");
            assertThat(read.getInputStream(read.getEntry("b/c.bin")).readAllBytes())
                    .isEqualTo(random);
            assertThat(read.getEntry("ü/ß.txt").getMethod()).isEqualTo(ZipEntry.STORED);
        }
        int streamed = 0;
        try (var in = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                in.readAllBytes();
                streamed++;
            }
        }
        assertThat(streamed).isEqualTo(3);
    }

    @Test
    void anEmptyFolderGivesAnEmptyArchive() throws IOException {
        StoredZip zip = StoredZip.of(folder, name -> true);
        assertThat(zip.length()).isEqualTo(22);
        try (var read = new ZipFile(archive(zip).toFile())) {
            assertThat(read.size()).isZero();
        }
    }

    @Test
    void moreEntriesThanOldArchivesHold() throws IOException {
        Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < 0x10000 + 5; i++) {
            Files.createFile(folder.resolve("many/" + i));
        }
        StoredZip zip = StoredZip.of(folder, name -> true);
        Path file = archive(zip);
        assertThat(Files.size(file)).isEqualTo(zip.length());
        try (var read = new ZipFile(file.toFile())) {
            assertThat(read.size()).isEqualTo(0x10000 + 5);
        }
    }

    @Test
    void lengthsBeyondFourGigabytesArePlannedRight() throws IOException {
        // A sparse file: it takes no room, and only the length is asked for.
        try (var sparse = new RandomAccessFile(folder.resolve("a-big.las").toFile(), "rw")) {
            sparse.setLength(5L << 30);
        }
        write("b.txt", new byte[10]);
        StoredZip zip = StoredZip.of(folder, name -> true);
        // Headers with zip64 fields: 30+9+20 and 46+9+20 for the first, 30+5 and 46+5+12 for the
        // second; then both ends.
        long expected = (5L << 30) + 10 + 59 + 75 + 35 + 63 + 56 + 20 + 22;
        assertThat(zip.length()).isEqualTo(expected);
    }

    @Test
    void saysWhenAFileBecameShorterMeanwhile() throws IOException {
        write("a.txt", new byte[10]);
        StoredZip zip = StoredZip.of(folder, name -> true);
        write("a.txt", new byte[9]);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> zip.writeTo(new ByteArrayOutputStream()))
                .hasMessageContaining("changed");
    }

    @Test
    void leavesOutWhatAFileHasGrownMeanwhileAndTakesFilesFromMemory() throws IOException {
        write("console.txt", new byte[] {1, 2});
        StoredZip zip = StoredZip.of(folder, name -> true).with("data/fields.json", new byte[] {7});
        write("console.txt", new byte[] {1, 2, 3});
        var out = new ByteArrayOutputStream();
        zip.writeTo(out);
        assertThat(out.size()).isEqualTo((int) zip.length());
        var in =
                new java.util.zip.ZipInputStream(
                        new java.io.ByteArrayInputStream(out.toByteArray()));
        assertThat(java.util.Objects.requireNonNull(in.getNextEntry()).getName())
                .isEqualTo("console.txt");
        assertThat(in.readAllBytes()).containsExactly(1, 2);
        assertThat(java.util.Objects.requireNonNull(in.getNextEntry()).getName())
                .isEqualTo("data/fields.json");
        assertThat(in.readAllBytes()).containsExactly(7);
    }
}
