package org.nadir.engine.bands;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.Plane;
import org.nadir.imaging.RadiometricTags;

/// How the stored numbers of one photo become what was measured, after the makers' published models.
///
/// Thermal cameras: `°C = kelvinPerCount · n − 273.15`. All others: `scale · (n − black) · v(r) / w(row)`, with `v` for
/// the darkening of the lens and `w` for the moment at which a row is read.
///
/// @param black number without light
/// @param scale factor, that of exposure, gain, calibration and light
/// @param offset added at the end
/// @param vignetting of the lens
/// @param multiplies whether the polynomial of the vignetting multiplies the number or divides it
/// @param rowStart the time that light fell on the first row, and how much it grows with each further row; 1 and 0 where
///     the scale says it all
record Calibration(
        double black,
        double scale,
        double offset,
        RadiometricTags.Vignetting vignetting,
        boolean multiplies,
        double rowStart,
        double rowGrowth) {

    private static final double CELSIUS = -273.15;
    private static final double CENTIKELVIN = 0.01;

    /// TeAx ThermalCapture, 0.04 K a count.
    private static final double TEAX = 0.04;

    private static final RadiometricTags.Vignetting NONE =
            new RadiometricTags.Vignetting(List.of(), List.of());

    /// The model for a photo of light; null when its tags do not say enough.
    ///
    /// @param levels how many numbers a pixel may have, 65536 for 16 bits
    /// @param sun whether to divide by the light from above
    static @Nullable Calibration ofLight(RadiometricTags tags, double levels, boolean sun) {
        Calibration camera = ofLight(tags, levels);
        if (camera == null || !sun) {
            return camera;
        }
        Double dji = tags.dji().irradiance();
        Double irradiance = tags.irradiance();
        if (isDji(tags)) {
            return dji == null || dji <= 0 ? null : camera.times(1 / dji);
        }
        // A surface that scatters evenly sends 1/π of the light into each direction.
        return irradiance == null ? null : camera.times(Math.PI / irradiance);
    }

    private static boolean isDji(RadiometricTags tags) {
        return tags.dji().gain() != null;
    }

    private static @Nullable Calibration ofLight(RadiometricTags tags, double levels) {
        double black = tags.blackLevel() == null ? 0 : tags.blackLevel();
        if (isDji(tags)) {
            return ofDji(tags, black);
        }
        Double seconds = tags.exposure().seconds();
        Double gain = tags.exposure().gain();
        if (seconds == null || seconds <= 0 || gain == null || gain <= 0) {
            return null;
        }
        List<Double> a = tags.calibration();
        if (a.size() == 3) {
            return new Calibration(
                    black,
                    a.get(0) / gain / levels,
                    0,
                    tags.vignetting(),
                    false,
                    seconds,
                    a.get(1) - a.get(2) * seconds);
        }
        List<Double> model = tags.sensorModel();
        Double stop = tags.exposure().fNumber();
        if (model.size() == 3 && stop != null) {
            double iso = 100 * gain;
            double scale = stop * stop / (model.get(0) * seconds * iso + model.get(2));
            return new Calibration(model.get(1), scale, 0, tags.vignetting(), false, 1, 0);
        }
        return new Calibration(
                black, 1 / (levels * seconds * gain), 0, tags.vignetting(), false, 1, 0);
    }

    /// Phantom 4 Multispectral and Mavic 3 Multispectral: `(n − black) / 65535 / (gain · t) · p`.
    private static @Nullable Calibration ofDji(RadiometricTags tags, double black) {
        Double gain = tags.dji().gain();
        Double seconds = tags.dji().seconds();
        seconds = seconds == null ? tags.exposure().seconds() : seconds;
        if (gain == null || gain <= 0 || seconds == null || seconds <= 0) {
            return null;
        }
        double adjustment = tags.dji().gainAdjustment() == null ? 1 : tags.dji().gainAdjustment();
        return new Calibration(
                black,
                adjustment / (65535 * gain * seconds),
                0,
                tags.dji().vignetting(),
                true,
                1,
                0);
    }

    /// The model for a thermal photo; null when its unit is not known. Fractions are degrees already.
    ///
    /// @param make and `model` in lower case
    static @Nullable Calibration ofHeat(RadiometricTags tags, String make, String model, int bits) {
        if (bits > 16) {
            return heat(1, 0);
        }
        Double tagged = tags.kelvinPerCount();
        if (tagged != null && tagged > 0) {
            return heat(tagged, CELSIUS);
        }
        if (bits <= 8) {
            return null;
        }
        if (make.contains("micasense") && model.contains("altum") || make.contains("sentera")) {
            return heat(CENTIKELVIN, CELSIUS);
        }
        return make.contains("teax") ? heat(TEAX, CELSIUS) : null;
    }

    private static Calibration heat(double scale, double offset) {
        return new Calibration(0, scale, offset, NONE, false, 1, 0);
    }

    private Calibration times(double factor) {
        return new Calibration(
                black, scale * factor, offset, vignetting, multiplies, rowStart, rowGrowth);
    }

    /// Changes a photo's numbers in place.
    void apply(Plane plane) {
        List<Double> centre = vignetting.centre();
        boolean flat = centre.size() != 2 || vignetting.polynomial().isEmpty();
        double[] k =
                flat
                        ? new double[0]
                        : vignetting.polynomial().stream().mapToDouble(v -> v).toArray();
        double x0 = flat ? 0 : centre.get(0);
        double y0 = flat ? 0 : centre.get(1);
        float[] values = plane.values();
        for (int row = 0, i = 0; row < plane.height(); row++) {
            double factor = scale / (rowStart + rowGrowth * row);
            for (int column = 0; column < plane.width(); column++, i++) {
                double lens = flat ? 1 : polynomial(k, Math.hypot(column - x0, row - y0));
                double light = (values[i] - black) * factor;
                values[i] = (float) ((multiplies ? light * lens : light / lens) + offset);
            }
        }
    }

    /// `1 + k₀ r + k₁ r² + …`
    private static double polynomial(double[] k, double r) {
        double sum = 0;
        for (int i = k.length - 1; i >= 0; i--) {
            sum = (sum + k[i]) * r;
        }
        return 1 + sum;
    }
}
