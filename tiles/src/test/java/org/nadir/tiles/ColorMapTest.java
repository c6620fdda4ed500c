package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Colours against values that are published for these maps, away from our control points.
class ColorMapTest {

    /// Ten straight pieces stay within a few steps of the published 256 colours.
    @ParameterizedTest
    @CsvSource({
        "viridis, 0, 440154",
        "viridis, 64, 3b528b",
        "viridis, 128, 21918c",
        "viridis, 192, 5ec962",
        "viridis, 255, fde725",
        "plasma, 64, 7e03a8",
        "plasma, 128, cc4778",
        "plasma, 192, f89540",
        "inferno, 64, 57106e",
        "inferno, 128, bc3754",
        "inferno, 192, f98e09",
        "magma, 64, 51127c",
        "magma, 128, b73779",
        "magma, 192, fc8961",
        "jet, 0, 000080",
        "jet, 255, 800000",
        "jet, 128, 7dff7a",
        "gray, 100, 646464",
        "terrain, 0, 333399",
        "terrain, 255, ffffff",
        "gist_earth, 0, 000000",
        "gist_earth, 255, fdfbfb",
        "rdylgn, 0, a50026",
        "rdylgn, 255, 006837",
        "spectral, 0, 9e0142",
        "spectral, 255, 5e4fa2",
        "pastel1, 0, fbb4ae",
        "pastel1, 255, f2f2f2",
        "discrete_ndvi, 128, ffffbf",
    })
    void agreesWithPublishedColours(String name, int index, String hex) {
        int expected = Integer.parseInt(hex, 16);
        int found = ColorMap.named(name).at(index);

        assertThat(found & 0xFF).isEqualTo(255);
        for (int c = 0; c < 3; c++) {
            assertThat(found >>> (24 - 8 * c) & 0xFF)
                    .isCloseTo(expected >> (16 - 8 * c) & 0xFF, within(6));
        }
    }

    @Test
    void offersEveryNameOfTheContractBothWaysRound() {
        String[] names = {
            "viridis",
            "jet",
            "terrain",
            "gist_earth",
            "pastel1",
            "rdylgn",
            "spectral",
            "rplumbo",
            "discrete_ndvi",
            "better_discrete_ndvi",
            "plasma",
            "inferno",
            "magma",
            "cividis",
            "gray"
        };
        assertThat(ColorMap.names()).containsExactlyInAnyOrder(names);
        for (String name : names) {
            ColorMap map = ColorMap.named(name);
            ColorMap turned = ColorMap.named(name.toUpperCase(java.util.Locale.ROOT) + "_R");
            assertThat(turned.at(10)).isEqualTo(map.at(245));
            assertThat(turned.name()).isEqualTo(name + "_r");
            assertThat(map.colors()).hasSize(256).allMatch(c -> c >= 0xFF && c <= 0xFFFFFFFFL);
        }
        assertThat(ColorMap.named("discrete_ndvi").colors().stream().distinct()).hasSize(5);
        assertThat(ColorMap.named("better_discrete_ndvi").colors().stream().distinct()).hasSize(20);
    }

    @Test
    void refusesUnknownNames() {
        assertThat(ColorMap.find("rainbow")).isEmpty();
        assertThatThrownBy(() -> ColorMap.named("rainbow")).hasMessageContaining("rainbow");
    }

    @Test
    void mapsRangesEitherWayRound() {
        assertThat(new TileStyle.Range(10, 20).toByte(15)).isEqualTo(128);
        assertThat(new TileStyle.Range(10, 20).toByte(-99)).isZero();
        assertThat(new TileStyle.Range(20, 10).toByte(10)).isEqualTo(255);
        assertThat(new TileStyle.Range(20, 10).toByte(20)).isZero();
        assertThatThrownBy(() -> new TileStyle.Range(Double.NaN, 1)).hasMessageContaining("NaN");
    }
}
