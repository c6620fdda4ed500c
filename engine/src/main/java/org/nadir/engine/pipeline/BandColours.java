package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.scene.Shot;
import org.nadir.imaging.Plane;
import org.nadir.imaging.RgbImage;

/// The captures of a survey of bands as colour photos: red, green and blue brought into the frame of the primary band's
/// camera, and shown as the orthophoto is. A capture that lacks one of them is the gray photo of its primary band.
///
/// The cameras of a rig are some centimetres apart, so what another band shows at a pixel depends on how far away it is; it
/// is taken to be as far as the middle of what photos show. Where it is nearer by a tenth, colours are off by a
/// tenth of the parallax, which is a pixel or so.
final class BandColours implements PhotoReader {

    private static final List<String> SHOWN = List.of("Red", "Green", "Blue");

    /// The share of the numbers that is cut at either end, as where orthophotos are shown ([org.nadir.tiles.ColourRange]).
    private static final double CUT = 0.02;

    /// Captures that are looked at for the range, and numbers of each of their photos: the quantile of a fiftieth from a million
    /// numbers is good to a hundredth of its share.
    private static final int CAPTURES = 24;

    private static final int NUMBERS = 16_384;

    /// Pixels between those whose place in the other photo is computed; in between it runs straight. Lenses bend the way of the
    /// grid by less than a hundredth of a pixel over so few.
    private static final int STEP = 8;

    private final SpectralBands bands;
    private final int[] channels;
    private final double metresPerPixel;
    private final float[] range;

    private BandColours(SpectralBands bands, int[] channels, double metresPerPixel, float[] range) {
        this.bands = bands;
        this.channels = channels;
        this.metresPerPixel = metresPerPixel;
        this.range = range;
    }

    /// Whether a survey has the three bands; where the primary photos are in colour, these are better.
    static boolean isFor(BandSurvey survey) {
        return survey.bands().containsAll(SHOWN) && !survey.primary().equals("RGB");
    }

    /// @param metresPerPixel ground sampling distance of the primary band's photos
    static BandColours of(SpectralBands bands, List<Shot> shots, double metresPerPixel)
            throws IOException {
        int[] channels = SHOWN.stream().mapToInt(bands.names()::indexOf).toArray();
        return new BandColours(bands, channels, metresPerPixel, range(bands, channels, shots));
    }

    /// One range for all three: colours stay what they are.
    private static float[] range(SpectralBands bands, int[] channels, List<Shot> shots)
            throws IOException {
        var numbers = new float[3 * CAPTURES * NUMBERS];
        int count = 0;
        int step = Math.max(1, (shots.size() + CAPTURES - 1) / CAPTURES);
        for (int s = 0; s < shots.size(); s += step) {
            for (int channel : channels) {
                if (bands.shot(shots.get(s), channel) == null) {
                    continue;
                }
                float[] values = bands.read(shots.get(s), channel).values();
                int stride = (values.length + NUMBERS - 1) / NUMBERS;
                for (int i = 0; i < values.length; i += stride) {
                    numbers[count] = values[i];
                    count += Float.isFinite(values[i]) ? 1 : 0;
                }
            }
        }
        if (count == 0) {
            return new float[] {0, 1};
        }
        Arrays.sort(numbers, 0, count);
        return new float[] {
            numbers[(int) (CUT * (count - 1))], numbers[(int) ((1 - CUT) * (count - 1))]
        };
    }

    @Override
    public RgbImage read(Shot shot) throws IOException {
        Camera camera = shot.camera();
        var colours = new RgbImage(camera.width(), camera.height());
        for (int c = 0; c < channels.length; c++) {
            Shot other = bands.shot(shot, channels[c]);
            if (other == null) {
                return PhotoReader.files().read(shot);
            }
            fill(colours, c, shot, other, bands.read(shot, channels[c]));
        }
        return colours;
    }

    private void fill(RgbImage colours, int channel, Shot shot, Shot other, Plane plane) {
        int width = colours.width();
        int columns = (width + STEP - 1) / STEP + 1;
        double scaleX = (double) plane.width() / other.camera().width();
        double scaleY = (double) plane.height() / other.camera().height();
        var upper = new float[2 * columns];
        var lower = new float[2 * columns];
        for (int row = 0; row < colours.height(); row++) {
            int within = row % STEP;
            if (within == 0) {
                places(shot, other, row + 0.5, upper);
                places(shot, other, row + STEP + 0.5, lower);
            }
            float down = (float) within / STEP;
            for (int column = 0; column < width; column++) {
                int node = 2 * (column / STEP);
                float right = (float) (column % STEP) / STEP;
                double u = between(upper, lower, node, right, down);
                double v = between(upper, lower, node + 1, right, down);
                float value = at(plane, u * scaleX, v * scaleY);
                colours.rgb()[3 * (row * width + column) + channel] = shown(value);
            }
        }
    }

    /// Where every eighth pixel of a row lies in the other photo.
    private void places(Shot shot, Shot other, double v, float[] to) {
        double distance = metresPerPixel * shot.camera().focalPixels();
        var ray = new double[2];
        var inWorld = new double[3];
        var inCamera = new double[3];
        var pixel = new double[2];
        double[] centre = shot.pose().centreInWorld();
        for (int i = 0; i < to.length / 2; i++) {
            shot.camera().unproject(i * STEP + 0.5, v, ray);
            shot.pose().directionToWorld(ray[0], ray[1], 1, inWorld);
            boolean seen =
                    other.project(
                            centre[0] + distance * inWorld[0],
                            centre[1] + distance * inWorld[1],
                            centre[2] + distance * inWorld[2],
                            inCamera,
                            pixel);
            to[2 * i] = seen ? (float) pixel[0] : Float.NaN;
            to[2 * i + 1] = seen ? (float) pixel[1] : Float.NaN;
        }
    }

    private static float between(float[] upper, float[] lower, int at, float right, float down) {
        float above = upper[at] + right * (upper[at + 2] - upper[at]);
        float below = lower[at] + right * (lower[at + 2] - lower[at]);
        return above + down * (below - above);
    }

    /// Between the four nearest pixels; beyond the rim, which the rig's photos do not quite share, as on it.
    private static float at(Plane plane, double u, double v) {
        double x = Math.clamp(u - 0.5, 0, plane.width() - 1);
        double y = Math.clamp(v - 0.5, 0, plane.height() - 1);
        int column = Math.min((int) x, Math.max(0, plane.width() - 2));
        int row = Math.min((int) y, Math.max(0, plane.height() - 2));
        int right = Math.min(column + 1, plane.width() - 1);
        int below = Math.min(row + 1, plane.height() - 1);
        float a = (float) (x - column);
        float b = (float) (y - row);
        float first = (1 - a) * plane.at(column, row) + a * plane.at(right, row);
        float second = (1 - a) * plane.at(column, below) + a * plane.at(right, below);
        return (1 - b) * first + b * second;
    }

    /// Unknown numbers are black.
    private byte shown(float value) {
        float span = range[1] - range[0];
        float share = span > 0 ? (value - range[0]) / span : 0;
        return (byte) Math.round(255 * Math.clamp(share, 0, 1));
    }
}
