package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each formula against its value by a calculator, twelve digits, for R 60, G 90, B 40, N 150, Re 110, L 21.
class VegetationIndexTest {
    private static final BandOrder ALL_BANDS = BandOrder.parse("RGBNReL");
    private static final float[] PIXEL = {60, 90, 40, 150, 110, 21};

    @ParameterizedTest
    @CsvSource({
        "NDVI, 0.428571428571",
        "NDYI, 0.384615384615",
        "NDRE, 0.153846153846",
        "NDWI, -0.25",
        "NDVI (Blue), 0.578947368421",
        "ENDVI, 0.5",
        "VARI, 0.272727272727",
        "MPRI, 0.2",
        "EXG, 80",
        "GLI, 0.285714285714",
        "GNDVI, 0.25",
        "GRVI, 1.66666666667",
        "SAVI, 0.641330166271",
        "MNLI, 1.49198820948",
        "MSR, 0.581138830084",
        "RDVI, 6.21059003408",
        "TDVI, 0.898792434712",
        "OSAVI, 0.428245146555",
        "EVI, 1.0663507109",
        "LAI, 3.74005687204",
        "ARVI, 0.225806451613",
        "Celsius, 21",
        "Kelvin, 29415",
        "BAI, 3.83582461959e-05",
        "vNDVI, 0.451152611516",
    })
    void computesTheFormula(String id, double expected) {
        VegetationIndex index = VegetationIndex.find(id).orElseThrow();
        double found = index.evaluator(ALL_BANDS).value(PIXEL, 0);

        assertThat(found).isCloseTo(expected, within(Math.abs(expected) * 1e-10));
    }

    @Test
    void listsTwentyFiveWithHelp() {
        assertThat(VegetationIndex.ALL).hasSize(25);
        assertThat(VegetationIndex.ALL).allMatch(index -> !index.help().isBlank());
        assertThat(VegetationIndex.ALL).extracting(VegetationIndex::id).doesNotHaveDuplicates();
    }

    @Test
    void offersTheFiltersThatFitTheRaster() {
        VegetationIndex ndvi = VegetationIndex.find("NDVI").orElseThrow();
        VegetationIndex vari = VegetationIndex.find("VARI").orElseThrow();

        assertThat(ndvi.filters(3)).containsExactly("RGN", "NRG", "NRB");
        assertThat(vari.filters(3)).containsExactly("RGB");
        assertThat(ndvi.filters(4)).contains("RGBN", "RGNRe").doesNotContain("RGBNRe");
        assertThat(VegetationIndex.find("Celsius").orElseThrow().filters(1)).containsExactly("L");
    }

    @Test
    void readsBandOrders() {
        assertThat(BandOrder.parse("GRReN").letters())
                .containsExactly(
                        BandOrder.BandLetter.G,
                        BandOrder.BandLetter.R,
                        BandOrder.BandLetter.RE,
                        BandOrder.BandLetter.N);
        for (String text : BandOrder.OFFERED) {
            assertThat(BandOrder.parse(text).text()).isEqualTo(text);
        }
        assertThat(BandOrder.spelled(List.of("Red", "green", "NIR", "Rededge", "alpha")))
                .isEqualTo("RGNRe");
        assertThat(BandOrder.spelled(List.of("", "band 2"))).isEmpty();
        assertThatThrownBy(() -> BandOrder.parse("RGX")).hasMessageContaining("RGX");
        assertThatThrownBy(() -> BandOrder.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}
