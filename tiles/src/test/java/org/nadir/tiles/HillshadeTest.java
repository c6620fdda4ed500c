package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Shading against planes, whose brightness has a closed form, and against GDAL's hillshade.
class HillshadeTest {

    @TempDir private Path folder;

    @Test
    void lightsPlanesByTheirTilt() {
        double half = Math.sqrt(0.5);
        assertThat(plane(0, 0)).isCloseTo((float) half, within(1e-6f));
        // facing the light at 45 degrees: full brightness; the normal is (-0.5, 0.5, sqrt 0.5)
        assertThat(plane(half, -half)).isCloseTo(1f, within(1e-6f));
        assertThat(plane(-half, half)).isCloseTo(0f, within(1e-6f));
        // rising to the north-east: across the light
        assertThat(plane(1, 1)).isCloseTo((float) (half / Math.sqrt(3)), within(1e-6f));
    }

    /// Brightness of a plane that rises by so much per cell to the east and to the north.
    private static float plane(double east, double north) {
        float[] heights = new float[25];
        for (int i = 0; i < 25; i++) {
            heights[i] = (float) (i % 5 * east - i / 5 * north);
        }
        byte[] known = new byte[25];
        Arrays.fill(known, (byte) -1);
        return Hillshade.shade(heights, known, 3, 3, 1, 1)[4];
    }

    /// GDAL writes 1 + 254 cos, or 1 in the dark, rounded, and cares for pixels whose eight neighbours are known.
    @Test
    void shadesAsGdalDoes() throws IOException {
        int width = 150;
        int height = 130;
        float[] heights = Rasters.all(Rasters.copy("dem.tif", folder));
        float[] expected = Rasters.all(Rasters.copy("dem_hillshade.tif", folder));
        byte[] known = new byte[heights.length];
        for (int i = 0; i < heights.length; i++) {
            known[i] = (byte) (heights[i] == -9999 ? 0 : -1);
        }
        float[] found = Hillshade.shade(heights, known, width - 2, height - 2, 0.5, 2);
        int compared = 0;
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                float gdal = expected[y * width + x];
                if (gdal == 0) {
                    continue;
                }
                compared++;
                assertThat(1 + 254 * found[(y - 1) * (width - 2) + x - 1])
                        .isCloseTo(gdal, within(0.51f));
            }
        }
        assertThat(compared).isGreaterThan(9000);
    }

    @Test
    void replacesTheValueOfAColour() {
        assertThat(TileRenderer.withValue(0xFF804020, 0.5f)).isEqualTo(0x80402010 & ~0xFF | 0x20);
        assertThat(TileRenderer.withValue(0x0000_00FF, 0.5f)).isEqualTo(0x808080FF);
        assertThat(TileRenderer.withValue(0x640A00FF, 1f)).isEqualTo(0xFF1A00FF);
    }
}
