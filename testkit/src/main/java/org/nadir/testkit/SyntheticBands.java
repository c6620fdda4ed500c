package org.nadir.testkit;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.nadir.geo.Coordinate;

/// The captures of a [SyntheticSurvey] taken by a rig of cameras, one for each band of the spectrum and one for heat, as
/// 16-bit TIFF with the tags of a MicaSense camera. What a band reflects follows from the terrain's colour; in the near infrared, what is
/// dark in red is bright. Each camera has a lens, a place and a direction of its own, a vignette, and an exposure that
/// changes from capture to capture as the light does.
///
/// The numbers stored are those that the maker's published model turns back into radiance:
/// `L = V a1 / g · (p − b) / (t + a2 y − a3 t y)`; those of the thermal camera are hundredths of a kelvin.
///
/// @param unsteadiness by how many degrees the cameras but the first turn to and fro from capture to capture, as where
///     shutters do not open together
public record SyntheticBands(SyntheticSurvey survey, List<Band> bands, double unsteadiness) {

    private static final double[] CALIBRATION = {1.0e-3, 1.0e-7, 1.0e-5};
    private static final int BLACK = 4800;
    private static final double LEVELS = 65536;

    /// Falls to 0.88 in the corners of a picture of 800 x 600 pixels.
    private static final double[] VIGNETTE = {-5e-5, -3e-7, -2e-10, 1e-13, 0, 0};

    /// Millimetres, that of the RedEdge-M whatever the number of pixels.
    private static final double SENSOR_WIDTH = 4.8;

    /// @param reduction by how much the camera's picture is smaller than that of the others
    /// @param focal by how much the lens is longer than the survey's, as a share
    /// @param offset of the camera's centre in the frame of the first camera, metres
    /// @param turn rotation of the camera against the first, degrees about its axes
    /// @param mix shares of red, green and blue in what the band reflects, and what it reflects of black
    public record Band(
            String name,
            int reduction,
            double focal,
            double k1,
            List<Double> offset,
            List<Double> turn,
            List<Double> mix) {

        /// Degrees Celsius of a colour, in the thermal band.
        public double celsius(int rgb) {
            return 10 + 30 * reflectance(rgb);
        }

        boolean isThermal() {
            return name.equals("LWIR");
        }

        /// Share of the light that a colour (0xRRGGBB) reflects in this band.
        public double reflectance(int rgb) {
            double r = (rgb >> 16 & 255) / 255.0;
            double g = (rgb >> 8 & 255) / 255.0;
            double b = (rgb & 255) / 255.0;
            double sum = mix.get(3) + mix.get(0) * r + mix.get(1) * g + mix.get(2) * b;
            return Math.clamp(sum, 0.01, 0.99);
        }
    }

    /// Blue, green, red, near infrared, red edge and heat, some centimetres and tenths of a degree apart. The thermal picture is
    /// five times coarser.
    public static SyntheticBands altum(SyntheticSurvey survey) {
        return new SyntheticBands(
                survey,
                List.of(
                        band("Blue", 0, -0.03, xyz(0, 0, 0), xyz(0, 0, 0), 0, 0, 0.5, 0.02),
                        band(
                                "Green",
                                0.006,
                                -0.035,
                                xyz(0.03, 0, 0.001),
                                xyz(0.25, -0.31, 0.12),
                                0,
                                0.6,
                                0,
                                0.02),
                        band(
                                "Red",
                                -0.008,
                                -0.028,
                                xyz(0, 0.03, 0),
                                xyz(-0.3, 0.22, -0.2),
                                0.55,
                                0,
                                0,
                                0.02),
                        band(
                                "NIR",
                                0.011,
                                -0.04,
                                xyz(0.03, 0.03, 0.002),
                                xyz(0.33, 0.4, 0.3),
                                -0.75,
                                0.1,
                                0,
                                0.85),
                        band(
                                "Red edge",
                                -0.004,
                                -0.03,
                                xyz(0.015, 0.015, 0),
                                xyz(-0.2, -0.3, 0.15),
                                0.1,
                                0.5,
                                -0.2,
                                0.15),
                        new Band(
                                "LWIR",
                                5,
                                0.01,
                                -0.02,
                                xyz(-0.02, 0.02, 0),
                                xyz(0.3, 0.2, -0.3),
                                List.of(0.4, -0.5, 0.2, 0.5))),
                0);
    }

    /// A thermal camera alone, as sharp as the survey's.
    public static SyntheticBands thermal(SyntheticSurvey survey) {
        var heat =
                new Band("LWIR", 1, 0, 0, xyz(0, 0, 0), xyz(0, 0, 0), List.of(0.4, -0.5, 0.2, 0.5));
        return new SyntheticBands(survey, List.of(heat), 0);
    }

    /// The same rig with shutters that do not open together.
    public SyntheticBands unsteady(double degrees) {
        return new SyntheticBands(survey, bands, degrees);
    }

    private static Band band(
            String name,
            double focal,
            double k1,
            List<Double> offset,
            List<Double> turn,
            double... mix) {
        return new Band(name, 1, focal, k1, offset, turn, List.of(mix[0], mix[1], mix[2], mix[3]));
    }

    private static List<Double> xyz(double x, double y, double z) {
        return List.of(x, y, z);
    }

    /// The camera of a band at a capture.
    public SyntheticCamera camera(int capture, Band band) {
        SyntheticCamera first = survey.cameras().get(capture);
        double[] m = first.rotation();
        double[] at = new double[3];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 3; i++) {
                at[k] += m[3 * i + k] * band.offset.get(i);
            }
        }
        double sway = band == bands.getFirst() ? 0 : unsteadiness;
        double[] turn =
                SyntheticCamera.smallTurn(
                        Math.toRadians(band.turn.get(0) + sway * Math.sin(2.1 * capture)),
                        Math.toRadians(band.turn.get(1) + sway * Math.cos(3.7 * capture)),
                        Math.toRadians(band.turn.get(2)));
        return new SyntheticCamera(
                first.name(),
                first.width() / band.reduction,
                first.height() / band.reduction,
                first.focal() * (1 + band.focal),
                band.k1,
                first.k2(),
                first.east() + at[0],
                first.north() + at[1],
                first.altitude() + at[2],
                SyntheticCamera.product(turn, m));
    }

    /// Irradiance on the level at a capture, W/m²/nm: clouds come and go.
    public double irradiance(int capture) {
        return 1.1 + 0.25 * Math.sin(0.9 * capture);
    }

    /// Shutter time of a band at a capture, seconds: the camera's own choice.
    private static double exposure(int capture, int band) {
        return 0.0006 * (1 + 0.15 * ((capture + 2 * band) % 4));
    }

    public static String fileName(int capture, int band) {
        return String.format(Locale.ROOT, "IMG_%04d_%d.tif", capture, band + 1);
    }

    /// Renders the photos of all bands into `folder`, in parallel.
    public void writePhotos(Path folder) throws IOException {
        Files.createDirectories(folder);
        int count = survey.cameras().size() * bands.size();
        var tracer = new RayTracer(survey.terrain());
        IntStream.range(0, count)
                .parallel()
                .forEach(i -> {
                    try {
                        write(folder, i / bands.size(), i % bands.size(), tracer);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
    }

    /// Renders the photos of a [#thermal] camera as radiometric JPEG. The picture in it has half as many columns and rows, and
    /// colours that go through the palette several times and mean something else in each photo.
    public void writeRadiometricJpegs(Path folder, FlirJpeg.Camera camera) throws IOException {
        Files.createDirectories(folder);
        var tracer = new RayTracer(survey.terrain());
        IntStream.range(0, survey.cameras().size())
                .parallel()
                .forEach(i -> {
                    try {
                        writeRadiometricJpeg(folder, i, camera, tracer);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                });
    }

    private void writeRadiometricJpeg(
            Path folder, int capture, FlirJpeg.Camera flir, RayTracer tracer) throws IOException {
        Band band = bands.getFirst();
        SyntheticCamera camera = camera(capture, band);
        int width = camera.width();
        var numbers = new short[width * camera.height()];
        var picture = new BufferedImage(width / 2, camera.height() / 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < numbers.length; i++) {
            int column = i % width;
            int row = i / width;
            double celsius = seen(tracer, camera, band, column, row);
            numbers[i] = (short) Math.round(flir.number(celsius));
            if (column / 2 < picture.getWidth() && row / 2 < picture.getHeight()) {
                float hue = (float) (celsius * (0.2 + 0.05 * (capture % 5)) + 0.37 * capture);
                picture.setRGB(column / 2, row / 2, Color.HSBtoRGB(hue, 1, 1));
            }
        }
        Coordinate place = survey.zone().inverse(camera.east(), camera.north());
        var tags =
                new ExifTags()
                        .camera("FLIR", "Vue Pro R")
                        .time("2026:05:01 10:%02d:%02d".formatted(capture / 20, capture % 20 * 3))
                        .position(place.x(), place.y(), camera.altitude());
        Path file = folder.resolve("20260501_10%04d_R.jpg".formatted(capture));
        ExifJpeg.write(file, picture, tags);
        double across = 2 * Math.toDegrees(Math.atan(0.5 / camera.focal()));
        byte[] radiometric =
                FlirJpeg.with(
                        Files.readAllBytes(file),
                        width,
                        numbers,
                        flir.withFieldOfView(across),
                        FlirJpeg.Layout.USUAL);
        Files.write(file, radiometric);
    }

    private void write(Path folder, int capture, int index, RayTracer tracer) throws IOException {
        Band band = bands.get(index);
        SyntheticCamera camera = camera(capture, band);
        double exposure = exposure(capture, index);
        var values = new short[camera.width() * camera.height()];
        for (int row = 0; row < camera.height(); row++) {
            for (int column = 0; column < camera.width(); column++) {
                double seen = seen(tracer, camera, band, column, row);
                double stored =
                        band.isThermal()
                                ? 100 * (seen + 273.15)
                                : LEVELS * normalised(capture, index, camera, column, row, seen);
                values[row * camera.width() + column] =
                        (short) Math.clamp(Math.round(stored), 0, 65535);
            }
        }
        BandTiff.write(
                folder.resolve(fileName(capture, index)),
                camera.width(),
                camera.height(),
                values,
                tags(capture, camera, exposure, iso(index)),
                xmp(capture, index, camera));
    }

    private static int iso(int index) {
        return index % 2 == 0 ? 100 : 200;
    }

    /// Reflectance or temperature that a pixel sees, the mean of as many rays as it is coarser than those of the other cameras.
    private double seen(RayTracer tracer, SyntheticCamera camera, Band band, int column, int row) {
        int n = band.reduction;
        double sum = 0;
        for (int k = 0; k < n * n; k++) {
            double u = column + (k % n + 0.5) / n;
            double v = row + (k / n + 0.5) / n;
            int colour =
                    tracer.colour(
                            Scenery.RICH,
                            0, // the same in all photos
                            camera.east() - survey.originEast(),
                            camera.north() - survey.originNorth(),
                            camera.altitude(),
                            camera.direction(u, v));
            sum += band.isThermal() ? band.celsius(colour) : band.reflectance(colour);
        }
        return sum / (n * n);
    }

    /// The number of a pixel as a share of the largest one.
    private double normalised(
            int capture, int index, SyntheticCamera camera, int column, int row, double seen) {
        double exposure = exposure(capture, index);
        double radiance = seen * irradiance(capture) / Math.PI;
        double light = exposure + CALIBRATION[1] * row - CALIBRATION[2] * exposure * row;
        double gain = iso(index) / 100.0;
        return BLACK / LEVELS
                + radiance * gain * light * vignette(camera, column, row) / CALIBRATION[0];
    }

    /// What of the light reaches a pixel.
    private static double vignette(SyntheticCamera camera, double column, double row) {
        double dx = column - camera.width() / 2.0;
        double dy = row - camera.height() / 2.0;
        double r = Math.hypot(dx, dy);
        double sum = 1;
        double power = r;
        for (double k : VIGNETTE) {
            sum += k * power;
            power *= r;
        }
        return sum;
    }

    private BandTiff.Tags tags(int capture, SyntheticCamera camera, double exposure, int iso) {
        SyntheticCamera first = survey.cameras().get(capture);
        Coordinate place = survey.zone().inverse(first.east(), first.north());
        String time =
                "2026:05:01 %02d:%02d:%02d"
                        .formatted(10 + capture / 1200, capture / 20 % 60, capture % 20 * 3);
        return new BandTiff.Tags(
                "MicaSense",
                "Altum",
                time,
                "250",
                exposure,
                iso,
                BLACK,
                first.focal() * SENSOR_WIDTH,
                camera.width() / SENSOR_WIDTH,
                place.x(),
                place.y(),
                first.altitude());
    }

    private Map<String, String> xmp(int capture, int index, SyntheticCamera camera) {
        Map<String, String> xmp = new LinkedHashMap<>();
        xmp.put("Camera:BandName", bands.get(index).name);
        xmp.put("Camera:RigCameraIndex", Integer.toString(index));
        xmp.put("MicaSense:CaptureId", "capture%04d".formatted(capture));
        xmp.put("MicaSense:RadiometricCalibration", sequence(CALIBRATION));
        xmp.put("Camera:VignettingCenter", camera.width() / 2 + "|" + camera.height() / 2);
        xmp.put("Camera:VignettingPolynomial", sequence(VIGNETTE));
        // In units of 0.01 W/m²/nm, as the light sensor of the second kind has them.
        xmp.put("Camera:HorizontalIrradiance", Double.toString(irradiance(capture) / 0.01));
        xmp.put("Camera:IrradianceScaleToSIUnits", "0.01");
        return xmp;
    }

    private static String sequence(double[] numbers) {
        List<String> texts = new ArrayList<>();
        for (double number : numbers) {
            texts.add(Double.toString(number));
        }
        return String.join("|", texts);
    }
}
