package org.nadir.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// What was written is read back; what is broken is refused.
class SfmFileTest {

    private static SyntheticBlock block;
    private static SfmResult result;

    @TempDir private Path folder;

    @BeforeAll
    static void reconstruct() {
        block = SyntheticBlock.nadir(2, 3, 0, 1).withGps(2, 5);
        try (var workers = new Workers(2)) {
            result =
                    StructureFromMotion.reconstruct(
                            block.photos,
                            block.features,
                            block.pairs,
                            SfmSettings.defaults(),
                            Work.silent(workers));
        }
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        Path file = folder.resolve("sfm.bin");
        SfmFile.write(file, result);
        SfmResult read = SfmFile.read(file, block.photos);
        assertThat(read.statistics()).isEqualTo(result.statistics());
        assertThat(read.scene().shots()).isEqualTo(result.scene().shots());
        assertThat(read.scene().pointXyz()).isEqualTo(result.scene().pointXyz());
        assertThat(read.scene().pointRgb()).isEqualTo(result.scene().pointRgb());
        assertThat(read.scene().observationStart()).isEqualTo(result.scene().observationStart());
        assertThat(read.scene().observationShot()).isEqualTo(result.scene().observationShot());
        assertThat(read.scene().observationPixel()).isEqualTo(result.scene().observationPixel());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesAFileThatWasCutShort() throws IOException {
        Path file = folder.resolve("sfm.bin");
        SfmFile.write(file, result);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> SfmFile.read(file, block.photos))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAFileOfAnotherKind() throws IOException {
        Path file = folder.resolve("other");
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> SfmFile.read(file, block.photos))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a reconstruction file");
    }

    @Test
    void namesThePhotoThatIsMissing() throws IOException {
        Path file = folder.resolve("sfm.bin");
        SfmFile.write(file, result);
        assertThatThrownBy(() -> SfmFile.read(file, block.photos.subList(0, 3)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("photo3");
    }
}
