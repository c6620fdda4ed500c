package org.nadir.engine.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private final OptionCatalog catalog = OptionCatalog.load();

    @Test
    void everyDefaultIsAllowedByItsOwnDomain() {
        for (OptionSpec spec : catalog.all()) {
            assertThat(spec.check(spec.defaultValue())).as(spec.name()).isNotNull();
            assertThat(spec.help()).as(spec.name()).endsWith(".");
        }
    }

    @Test
    void knowsEveryOptionThatTheSystemPresetsOfWebOdmSet() {
        for (String name :
                new String[] {
                    "auto-boundary",
                    "dsm",
                    "dtm",
                    "dem-resolution",
                    "orthophoto-resolution",
                    "fast-orthophoto",
                    "sfm-algorithm",
                    "matcher-neighbors",
                    "min-num-features",
                    "use-3dmesh",
                    "feature-quality",
                    "mesh-size",
                    "pc-quality",
                    "mesh-octree-depth",
                    "radiometric-calibration"
                }) {
            assertThat(catalog.find(name)).as(name).isPresent();
        }
    }

    @Test
    void takesNumbersAndTruthValuesAsText() throws Exception {
        Options options =
                Options.of(
                        catalog,
                        Map.of(
                                "dsm",
                                "True",
                                "dem-resolution",
                                "2",
                                "mesh-size",
                                "24.0",
                                "crop",
                                "0"));
        assertThat(options.flag("dsm")).isTrue();
        assertThat(options.flag("dtm")).isFalse();
        assertThat(options.number("dem-resolution")).isEqualTo(2);
        assertThat(options.integer("mesh-size")).isEqualTo(24);
        assertThat(options.number("crop")).isZero();
    }

    @Test
    void namesEveryBadValueAtOnce() {
        var values = new LinkedHashMap<String, String>();
        values.put("pc-quality", "extreme");
        values.put("mesh-octree-depth", "15");
        values.put("orthophoto-resolution", "0");
        values.put("min-num-features", "12abc");
        values.put("dsm", "maybe");
        assertThatThrownBy(() -> Options.of(catalog, values))
                .isInstanceOf(Options.InvalidOptionsException.class)
                .extracting(e ->
                        ((Options.InvalidOptionsException) e)
                                .problems().stream().map(Options.Invalid::name).toList())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly(
                        "pc-quality",
                        "mesh-octree-depth",
                        "orthophoto-resolution",
                        "min-num-features",
                        "dsm");
    }

    @Test
    void suggestsTheNearestName() {
        assertThat(catalog.nearest("pc-qualty")).contains("pc-quality");
        assertThat(catalog.nearest("something-else-entirely")).isEmpty();
    }
}
