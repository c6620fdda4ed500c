package org.nadir.imaging;

/// What a thermal camera of FLIR says of how its numbers follow from warmth: the constants of its calibration, and what its
/// user told it of the scene. The tags are those that ExifTool's documentation lists under FLIR CameraInfo.
///
/// @param planck the sensor's curve
/// @param scene what lies between the object and the sensor
/// @param air how the air dims the object
public record HeatModel(Planck planck, Scene scene, Air air) {

    /// The number that the sensor gives for a black body of `T` kelvin: `r1 / (r2 (exp(b / T) − f)) − o`.
    public record Planck(double r1, double b, double f, double o, double r2) {}

    /// @param emissivity of the object, above 0 and up to 1
    /// @param distance of the object, metres
    /// @param reflectedKelvin apparent temperature of what the object mirrors
    /// @param airKelvin temperature of the air between object and camera
    /// @param windowKelvin temperature of a window before the lens; 0 without one
    /// @param windowTransmission share of the warmth that the window lets through, above 0 and up to 1
    /// @param humidity relative humidity of the air, as a share
    public record Scene(
            double emissivity,
            double distance,
            double reflectedKelvin,
            double airKelvin,
            double windowKelvin,
            double windowTransmission,
            double humidity) {}

    /// Constants of the transmission of air.
    public record Air(double alpha1, double alpha2, double beta1, double beta2, double x) {}
}
