package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.terrain.HeightFigures;

class DemStatisticsTest {

    /// Two runs of the same photos leave the same bytes.
    @Test
    void keepsTheOrderOfTheFigures(@TempDir Path folder) throws Exception {
        var figures = new HeightFigures.Statistics(4, 1.5, 4, 2.25, 0.5);
        DemStatistics.write(folder.resolve("dsm.tif"), figures);
        assertThat(Files.readString(folder.resolve("dsm.statistics.json")))
                .isEqualTo("{\"min\":1.5,\"max\":4.0,\"mean\":2.25,\"stddev\":0.5}");
    }
}
