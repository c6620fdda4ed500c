package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Shading against planes, whose brightness has a closed form, and, where the light reaches, against GDAL's hillshade.
class HillshadeTest {

    @TempDir private Path folder;

    @Test
    void lightsPlanesByTheirTilt() {
        double half = Math.sqrt(0.5);
        assertThat(plane(0, 0)).isCloseTo((float) half, within(1e-6f));
        // facing the light at 45 degrees: full brightness; the normal is (-0.5, 0.5, sqrt 0.5)
        assertThat(plane(half, -half)).isCloseTo(1f, within(1e-6f));
        // along the rays, and turned away entirely: only the sky's light
        assertThat(plane(-half, half)).isCloseTo((float) (0.2 + 0.2 * Math.exp(-2)), within(1e-6f));
        assertThat(plane(-1e6, 1e6)).isBetween(0.2f, 0.202f);
        // rising to the north-east: across the light
        assertThat(plane(1, 1)).isCloseTo((float) (half / Math.sqrt(3)), within(1e-6f));
    }

    /// The edge of a tree, twelve metres over five centimetres, was black on three sides of four.
    @Test
    void steepEdgesAreDarkButNotBlack() {
        float[] heights = new float[49];
        for (int i = 0; i < 49; i++) {
            boolean tree = i % 7 >= 2 && i % 7 <= 4 && i / 7 >= 2 && i / 7 <= 4;
            heights[i] = tree ? 12 : 0;
        }
        byte[] known = new byte[49];
        Arrays.fill(known, (byte) -1);
        float[] found = Hillshade.shade(heights, known, 5, 5, 0.05, 1);
        for (float brightness : found) {
            assertThat(brightness).isGreaterThanOrEqualTo(0.2f);
        }
        // The foot in the south-east is darker than that in the north-west, and than open ground.
        assertThat(found[4 * 5 + 3]).isLessThan(0.25f).isLessThan(found[1]);
        assertThat(found[12]).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
    }

    @Test
    void brightnessFallsWithoutAStep() {
        float before = 1;
        for (int i = 0; i <= 2000; i++) {
            double turn = Math.PI / 2 * i / 2000 - 0.001;
            float brightness =
                    plane(
                            Math.tan(turn - Math.PI / 4) * -Math.sqrt(0.5),
                            Math.tan(turn - Math.PI / 4) * Math.sqrt(0.5));
            assertThat(before - brightness).isBetween(-1e-6f, 2e-3f);
            before = brightness;
        }
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
                float shade = found[(y - 1) * (width - 2) + x - 1];
                if (gdal > 1 + 254 * Hillshade.LIT) {
                    assertThat(1 + 254 * shade).isCloseTo(gdal, within(0.51f));
                } else {
                    assertThat((double) shade).isBetween(Hillshade.SKY, Hillshade.LIT + 0.003);
                }
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
