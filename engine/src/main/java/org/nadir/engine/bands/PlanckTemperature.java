package org.nadir.engine.bands;

import org.jspecify.annotations.Nullable;
import org.nadir.imaging.HeatModel;
import org.nadir.imaging.Plane;

/// Temperatures from the numbers of FLIR's radiometric cameras.
///
/// What the sensor takes in, `n + o`, is linear in radiance, and of a black body of `T` kelvin
/// `w(T) = r1 / (r2 (exp(b / T) − f))`. Of an object of emissivity `ε`, through air that lets `τ` through and a window that
/// lets `q` through, it is
///
/// `n + o = q (τ (ε w(object) + (1 − ε) w(reflected)) + (1 − τ) w(air)) + (1 − q) w(window)`
///
/// (FLIR, user's manuals, "Thermographic measurement techniques": the measurement formula; with the window in FLIR,
/// AX5 user's manual, "The correction for scene parameters"; Minkina and Dudzik, Infrared Thermography: Errors and
/// Uncertainties, 2009). Over `d` metres of air with `ω` grams of water in a cubic metre
///
/// `τ = x exp(−√d (α₁ + β₁ √ω)) + (1 − x) exp(−√d (α₂ + β₂ √ω))`
///
/// with `ω = humidity · exp(1.5587 + 0.06939 t − 0.00027816 t² + 0.00000068455 t³)` of the air's `t` °C (Minkina and
/// Dudzik; the constants also in Tattersall, Infrared thermography, Comp Biochem Physiol A 202, 2016).
///
/// @param planck the sensor's curve
/// @param gain by what `n + o` is multiplied to have what the object alone sends
/// @param elsewhere what of it is not the object's
record PlanckTemperature(HeatModel.Planck planck, double gain, double elsewhere) {

    private static final double KELVIN = 273.15;

    /// The model of a photo; null when what it says of the air makes no sense.
    static @Nullable PlanckTemperature of(HeatModel model) {
        HeatModel.Planck planck = model.planck();
        HeatModel.Scene scene = model.scene();
        double air = transmission(scene, model.air());
        if (!(air > 0 && air < 1 + 1e-6)) {
            return null;
        }
        double q = scene.windowTransmission();
        double through = q * air * scene.emissivity();
        double foreign =
                q * air * (1 - scene.emissivity()) * radiance(planck, scene.reflectedKelvin())
                        + q * (1 - air) * radiance(planck, scene.airKelvin());
        if (q < 1) {
            foreign += (1 - q) * radiance(planck, scene.windowKelvin());
        }
        return new PlanckTemperature(planck, 1 / through, foreign / through);
    }

    private static double transmission(HeatModel.Scene scene, HeatModel.Air air) {
        double t = scene.airKelvin() - KELVIN;
        double water =
                scene.humidity()
                        * Math.exp(1.5587 + t * (0.06939 + t * (-0.00027816 + t * 0.00000068455)));
        double path = Math.sqrt(scene.distance());
        double wet = Math.sqrt(water);
        return air.x() * Math.exp(-path * (air.alpha1() + air.beta1() * wet))
                + (1 - air.x()) * Math.exp(-path * (air.alpha2() + air.beta2() * wet));
    }

    private static double radiance(HeatModel.Planck planck, double kelvin) {
        return planck.r1() / (planck.r2() * (Math.exp(planck.b() / kelvin) - planck.f()));
    }

    /// Changes a photo's numbers in place to degrees Celsius; NaN where an object could not send so little.
    void apply(Plane plane) {
        float[] values = plane.values();
        double share = planck.r1() / planck.r2();
        for (int i = 0; i < values.length; i++) {
            double own = gain * (values[i] + planck.o()) - elsewhere;
            values[i] =
                    own > 0
                            ? (float) (planck.b() / Math.log(share / own + planck.f()) - KELVIN)
                            : Float.NaN;
        }
    }
}
