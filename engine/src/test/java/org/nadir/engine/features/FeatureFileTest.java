package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds what is read from a file against what was written, and damaged files against silence.
class FeatureFileTest {

    @TempDir Path folder;

    private final FeatureSet features =
            new SiftExtractor(FeatureSettings.defaults()).extract(Textures.soft(200, 150, 8));

    @Test
    void givesBackWhatWasWritten() throws IOException {
        Path file = folder.resolve("a.features");
        FeatureFile.write(file, "key", features);
        FeatureSet read = FeatureFile.read(file, "key").orElseThrow();
        assertThat(read.count()).isEqualTo(features.count()).isPositive();
        assertThat(read.u()).isEqualTo(features.u());
        assertThat(read.v()).isEqualTo(features.v());
        assertThat(read.scale()).isEqualTo(features.scale());
        assertThat(read.rgb()).isEqualTo(features.rgb());
        assertThat(read.descriptors()).isEqualTo(features.descriptors());
        assertThat(folder.toFile().list()).containsExactly("a.features");
    }

    @Test
    void anotherKeyOrNoFileIsAbsence() throws IOException {
        Path file = folder.resolve("a.features");
        assertThat(FeatureFile.read(file, "key")).isEmpty();
        FeatureFile.write(file, "key", features);
        assertThat(FeatureFile.read(file, "kez")).isEmpty();
        assertThat(FeatureFile.read(file, "longer key")).isEmpty();
    }

    @Test
    void damagedFilesAreAbsence() throws IOException {
        Path file = folder.resolve("a.features");
        FeatureFile.write(file, "key", features);
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 10, 15, 100, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(FeatureFile.read(file, "key")).isEmpty();
        }
        // A count that lies.
        byte[] lying = whole.clone();
        Arrays.fill(lying, 11, 15, (byte) 0xff);
        Files.write(file, lying);
        assertThat(FeatureFile.read(file, "key")).isEmpty();
    }
}
