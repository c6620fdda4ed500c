package org.nadir.pointcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.mreutegg.laszip4j.LASHeader;
import com.github.mreutegg.laszip4j.LASPoint;
import com.github.mreutegg.laszip4j.LASReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.pointcloud.TestClouds.Cloud;

/// LAS and LAZ files of ours, held against what laszip4j reads from them.
class LasWriterTest {

    private static final LasReference UTM = new LasReference(32615, 0.001, 576_000, 5_188_000, 0);
    private static final LasReference LOCAL = new LasReference(0, 0.001, 0, 0, 0);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 49_999, 50_000, 50_001, 120_003})
    void lazOfTerrainReadsBackElsewhereAsItWas(int count) throws Exception {
        Cloud cloud = TestClouds.terrain(count, count);
        Path file = folder.resolve("terrain.laz");
        assertThat(LazWriter.write(file, cloud.source(), UTM)).isEqualTo(count);
        assertHolds(file, cloud, UTM);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lazOfNoiseReadsBackElsewhereAsItWas(long seed) throws Exception {
        Cloud cloud = TestClouds.noise(60_000, seed);
        Path file = folder.resolve("noise.laz");
        LazWriter.write(file, cloud.source(), LOCAL);
        assertHolds(file, cloud, LOCAL);
    }

    @Test
    void lazOfOneRepeatedPointReadsBackElsewhere() throws Exception {
        int n = 70_000;
        var xyz = new double[3 * n];
        Arrays.fill(xyz, 7.125);
        var cloud = new Cloud(xyz, new byte[3 * n], new float[3 * n], new byte[n], new byte[n]);
        Path file = folder.resolve("same.laz");
        LazWriter.write(file, cloud.source(), LOCAL);
        assertHolds(file, cloud, LOCAL);
        // An arithmetic coder spends next to nothing on what never changes.
        assertThat(Files.size(file)).isLessThan(4_000);
    }

    @Test
    void lasReadsBackElsewhereAsItWas() throws Exception {
        Cloud cloud = TestClouds.terrain(70_001, 5);
        Path file = folder.resolve("terrain.las");
        assertThat(LasWriter.write(file, cloud.source(), UTM)).isEqualTo(70_001);
        assertHolds(file, cloud, UTM);
    }

    @Test
    void filesWithoutPointsAreValid() throws Exception {
        Cloud cloud = TestClouds.terrain(0, 1);
        LasWriter.write(folder.resolve("none.las"), cloud.source(), UTM);
        LazWriter.write(folder.resolve("none.laz"), cloud.source(), UTM);
        for (String name : new String[] {"none.las", "none.laz"}) {
            try (LasReader reader = LasReader.open(folder.resolve(name))) {
                assertThat(reader.header().count()).isZero();
                assertThat(reader.read(new PointBatch(5))).isZero();
            }
            LASHeader header = new LASReader(folder.resolve(name).toFile()).getHeader();
            assertThat(header.getLegacyNumberOfPointRecords()).isZero();
        }
    }

    @Test
    void headerTellsTheStoredBoxAndTheSystem() throws Exception {
        Cloud cloud = TestClouds.terrain(5_000, 8);
        Path file = folder.resolve("box.laz");
        LazWriter.write(file, cloud.source(), UTM);
        LASHeader header = new LASReader(file.toFile()).getHeader();
        assertThat(header.getGeneratingSoftware()).startsWith("Nadir");
        assertThat(header.getLegacyNumberOfPointsByReturn()[0]).isEqualTo(5_000);
        double[] box = box(cloud.xyz());
        // Half a step of rounding, and the rounding of doubles near 5e6.
        var within = org.assertj.core.data.Offset.offset(0.0005 + 1e-8);
        assertThat(header.getMinX()).isCloseTo(box[0], within);
        assertThat(header.getMinY()).isCloseTo(box[1], within);
        assertThat(header.getMinZ()).isCloseTo(box[2], within);
        assertThat(header.getMaxX()).isCloseTo(box[3], within);
        assertThat(header.getMaxY()).isCloseTo(box[4], within);
        assertThat(header.getMaxZ()).isCloseTo(box[5], within);
        try (LasReader reader = LasReader.open(file)) {
            assertThat(reader.header().epsg()).isEqualTo(32615);
        }
    }

    @Test
    void coordinatesBeyondTheIntegersAreRefusedAndLeaveNoFile() {
        var far = new ArrayPointSource(new double[] {3e6, 0, 0}, null, null, null, null, 0, 0);
        Path file = folder.resolve("far.laz");
        assertThatThrownBy(() -> LazWriter.write(file, far, LOCAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("far.laz")
                .hasMessageContaining("3000000");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path file = folder.resolve("missing").resolve("a.las");
        assertThatThrownBy(() -> LasWriter.write(file, TestClouds.terrain(3, 1).source(), LOCAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.las");
    }

    @Test
    void anOlderFileIsReplaced() throws Exception {
        Path file = folder.resolve("twice.laz");
        LazWriter.write(file, TestClouds.terrain(60_000, 1).source(), UTM);
        Cloud second = TestClouds.terrain(10, 2);
        LazWriter.write(file, second.source(), UTM);
        assertHolds(file, second, UTM);
        assertThat(folder.toFile().list()).containsExactly("twice.laz");
    }

    private static void assertHolds(Path file, Cloud cloud, LasReference reference) {
        int i = 0;
        for (LASPoint p : new LASReader(file.toFile()).getPoints()) {
            String at = "point " + i;
            assertThat(p.getX()).as(at).isEqualTo(stored(cloud, i, 0, reference.offsetX()));
            assertThat(p.getY()).as(at).isEqualTo(stored(cloud, i, 1, reference.offsetY()));
            assertThat(p.getZ()).as(at).isEqualTo(stored(cloud, i, 2, reference.offsetZ()));
            assertThat((int) p.getRed()).as(at).isEqualTo(cloud.rgb()[3 * i] & 0xFF);
            assertThat((int) p.getGreen()).as(at).isEqualTo(cloud.rgb()[3 * i + 1] & 0xFF);
            assertThat((int) p.getBlue()).as(at).isEqualTo(cloud.rgb()[3 * i + 2] & 0xFF);
            assertThat((int) p.getClassification()).as(at).isEqualTo(cloud.classes()[i] & 31);
            assertThat((int) p.getUserData()).as(at).isEqualTo(cloud.views()[i] & 0xFF);
            assertThat(p.getReturnNumber()).as(at).isEqualTo((byte) 1);
            i++;
        }
        assertThat(i).isEqualTo(cloud.count());
    }

    private static int stored(Cloud cloud, int i, int axis, double offset) {
        return (int) Math.rint((cloud.xyz()[3 * i + axis] - offset) / 0.001);
    }

    private static double[] box(double[] xyz) {
        double[] box = {1e9, 1e9, 1e9, -1e9, -1e9, -1e9};
        for (int k = 0; k < xyz.length; k++) {
            box[k % 3] = Math.min(box[k % 3], xyz[k]);
            box[3 + k % 3] = Math.max(box[3 + k % 3], xyz[k]);
        }
        return box;
    }
}
