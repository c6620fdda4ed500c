package org.nadir.engine.bands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.imaging.Plane;
import org.nadir.imaging.RadiometricTags;
import org.nadir.testkit.BandTiff;

/// The makers' published models, against numbers worked out by hand from tags in a file.
class CalibrationTest {

    @TempDir private Path folder;

    private RadiometricTags tags(String make, Map<String, String> xmp) throws Exception {
        Path file = folder.resolve("photo.tif");
        var exif =
                new BandTiff.Tags(
                        make,
                        "Model",
                        "2026:05:01 10:00:00",
                        "0",
                        0.002,
                        400,
                        4096,
                        5.74,
                        333,
                        11,
                        48,
                        100);
        BandTiff.write(file, 2, 1, new short[2], exif, xmp);
        return RadiometricTags.read(file);
    }

    private static float[] applied(@Nullable Calibration calibration, int width, float... values) {
        float[] copy = Arrays.copyOf(values, values.length);
        Objects.requireNonNull(calibration).apply(new Plane(width, values.length / width, copy));
        return copy;
    }

    /// `(n − 4096) / 65535 / (gain · t) · (1 + k₀ r + …) · adjustment / irradiance`.
    @Test
    void phantomAndMavic() throws Exception {
        Map<String, String> xmp = new LinkedHashMap<>();
        xmp.put("drone-dji:SensorGain", "2");
        xmp.put("drone-dji:ExposureTime", "500");
        xmp.put("drone-dji:SensorGainAdjustment", "1.1");
        xmp.put("drone-dji:Irradiance", "8000");
        xmp.put("drone-dji:CalibratedOpticalCenterX", "1");
        xmp.put("drone-dji:CalibratedOpticalCenterY", "0");
        xmp.put("drone-dji:VignettingData", "0.01, 0.002, 0, 0, 0, 0");
        RadiometricTags tags = tags("DJI", xmp);
        double camera = (20000 - 4096) / 65535.0 / (2 * 500e-6) * 1.1;
        float[] light = applied(Calibration.ofLight(tags, 65536, false), 4, 0, 20000, 20000, 20000);
        assertThat((double) light[1]).isCloseTo(camera, within(1e-6 * camera));
        assertThat((double) light[3])
                .isCloseTo(camera * (1 + 0.01 * 2 + 0.002 * 4), within(1e-6 * camera));
        float[] sun = applied(Calibration.ofLight(tags, 65536, true), 4, 0, 20000, 0, 0);
        assertThat((double) sun[1]).isCloseTo(camera / 8000, within(1e-6));
    }

    /// `L = (p − b) a₁ / g / V / (t + a₂ y − a₃ t y)`; π L / E with the light given in hundredths.
    @Test
    void micaSense() throws Exception {
        Map<String, String> xmp = new LinkedHashMap<>();
        xmp.put("MicaSense:RadiometricCalibration", "0.0002|1e-7|1e-5");
        xmp.put("Camera:VignettingCenter", "0|0");
        xmp.put("Camera:VignettingPolynomial", "-0.001|0|0|0|0|0");
        xmp.put("Camera:HorizontalIrradiance", "120");
        xmp.put("Camera:IrradianceScaleToSIUnits", "0.01");
        RadiometricTags tags = tags("MicaSense", xmp);
        float[] light = applied(Calibration.ofLight(tags, 65536, false), 1, 9000, 9000, 9000);
        double first = (9000 - 4096) / 65536.0 * 0.0002 / 4 / 0.002;
        double third =
                (9000 - 4096) / 65536.0 * 0.0002 / 4 / (0.002 + 2e-7 - 1e-5 * 0.002 * 2) / 0.998;
        assertThat((double) light[0]).isCloseTo(first, within(1e-6 * first));
        assertThat((double) light[2]).isCloseTo(third, within(1e-6 * third));
        float[] sun = applied(Calibration.ofLight(tags, 65536, true), 1, 9000);
        assertThat((double) sun[0]).isCloseTo(Math.PI * first / 1.2, within(1e-6 * first * 3));
    }

    @Test
    void withoutLightSensorThereIsNoReflectance() throws Exception {
        RadiometricTags tags = tags("Sentera", Map.of("Camera:BandName", "Red"));
        assertThat(Calibration.ofLight(tags, 65536, true)).isNull();
        float[] light = applied(Calibration.ofLight(tags, 65536, false), 1, 4096 + 6553.6f);
        assertThat((double) light[0]).isCloseTo(0.1 / (0.002 * 4), within(1e-4));
    }

    @Test
    void heatInTheUnitsOfItsMaker() throws Exception {
        RadiometricTags plain = tags("x", Map.of("Camera:BandName", "LWIR"));
        RadiometricTags linear = tags("FLIR", Map.of("FLIR:TlinearGain", "0.04"));
        assertThat(applied(Calibration.ofHeat(plain, "micasense", "altum-pt", 16), 1, 29815)[0])
                .isCloseTo(25f, within(0.001f));
        assertThat(applied(Calibration.ofHeat(linear, "flir", "vue pro r", 16), 1, 7453.75f)[0])
                .isCloseTo(25f, within(0.001f));
        assertThat(applied(Calibration.ofHeat(plain, "teax", "thermalcapture", 16), 1, 7453.75f)[0])
                .isCloseTo(25f, within(0.001f));
        assertThat(applied(Calibration.ofHeat(plain, "any", "any", 32), 1, 21.5f)[0])
                .isEqualTo(21.5f);
        assertThat(Calibration.ofHeat(plain, "any", "any", 16)).isNull();
        assertThat(List.of(plain.calibration(), plain.sensorModel())).containsOnly(List.of());
    }
}
