package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.bands.BandRig;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.bands.CalibratedBands;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Console;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.RgbImage;
import org.nadir.testkit.SyntheticBands;
import org.nadir.testkit.SyntheticCamera;
import org.nadir.testkit.SyntheticSurvey;

/// Colours that are put together from the photos of a rig, against photos of the same place by cameras that all stand where
/// the first one does and look where it looks.
class BandColoursTest {

    private static final double HEIGHT = 40;

    private final SyntheticSurvey truth =
            SyntheticSurvey.of(new SyntheticSurvey.Plan(1, 2, HEIGHT, 800, 600, 0.5, 11));

    @TempDir private Path folder;

    private record Rig(BandSurvey survey, List<BandRig> rigs, List<Shot> shots) {
        RgbImage read(int shot) throws IOException {
            CalibratedBands calibrated = CalibratedBands.of(survey, true, Console.none());
            var bands = new SpectralBands(survey, rigs, calibrated);
            double gsd = HEIGHT / shots.getFirst().camera().focalPixels();
            return BandColours.of(bands, shots, gsd).read(shots.get(shot));
        }
    }

    /// @param known whether the places of the cameras on the rig are known
    private Rig rig(SyntheticBands bands, String name, boolean known) throws IOException {
        Path photos = folder.resolve(name);
        bands.writePhotos(photos);
        List<BandSurvey.Tagged> tagged = new ArrayList<>();
        try (var files = Files.list(photos)) {
            for (Path file : files.sorted().toList()) {
                tagged.add(new BandSurvey.Tagged(file, PhotoTagReader.read(file)));
            }
        }
        BandSurvey survey = BandSurvey.find(tagged, "auto", Console.none()).orElseThrow();
        assertThat(BandColours.isFor(survey)).isTrue();
        List<Shot> shots = new ArrayList<>();
        for (int i = 0; i < truth.cameras().size(); i++) {
            SyntheticCamera c = bands.camera(i, bands.bands().getFirst());
            Path file = photos.resolve(SyntheticBands.fileName(i, 0));
            var photo =
                    new Photo(
                            SyntheticBands.fileName(i, 0), file, camera(c, "first"), null, null, 0);
            double[] centre = {
                c.east() - truth.originEast(), c.north() - truth.originNorth(), c.altitude()
            };
            shots.add(new Shot(photo, photo.camera(), new Pose(c.rotation(), centre)));
        }
        SyntheticCamera first = bands.camera(0, bands.bands().getFirst());
        List<BandRig> rigs = new ArrayList<>();
        for (SyntheticBands.Band band : bands.bands()) {
            SyntheticCamera c = bands.camera(0, band);
            double[] rotation = known ? timesTransposed(c.rotation(), first.rotation()) : unit();
            double[] offset =
                    known ? band.offset().stream().mapToDouble(v -> v).toArray() : new double[3];
            Camera lens = camera(known ? c : first, band.name());
            rigs.add(new BandRig(band.name(), lens, new Pose(rotation, offset), Map.of()));
        }
        return new Rig(survey, rigs, shots);
    }

    private static double[] unit() {
        return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }

    private static double[] timesTransposed(double[] a, double[] b) {
        var out = new double[9];
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 3; k++) {
                out[i] += a[i / 3 * 3 + k] * b[i % 3 * 3 + k];
            }
        }
        return out;
    }

    private static Camera camera(SyntheticCamera c, String id) {
        return new Camera(
                id, c.width(), c.height(), c.focal(), c.focal(), 0, 0, c.k1(), c.k2(), 0, 0, 0);
    }

    /// RMS over the middle of the picture, of 255.
    private static double difference(RgbImage a, RgbImage b, int channel) {
        double sum = 0;
        int count = 0;
        for (int row = 30; row < a.height() - 30; row++) {
            for (int column = 30; column < a.width() - 30; column++) {
                int at = 3 * (row * a.width() + column) + channel;
                sum += Math.pow((a.rgb()[at] & 0xFF) - (b.rgb()[at] & 0xFF), 2);
                count++;
            }
        }
        return Math.sqrt(sum / count);
    }

    @Test
    void asOneCameraWouldSeeThem() throws Exception {
        SyntheticBands altum = SyntheticBands.altum(truth);
        List<SyntheticBands.Band> three = altum.bands().subList(0, 3);
        SyntheticBands.Band first = three.getFirst();
        List<SyntheticBands.Band> together =
                three.stream()
                        .map(band ->
                                new SyntheticBands.Band(
                                        band.name(),
                                        1,
                                        first.focal(),
                                        first.k1(),
                                        first.offset(),
                                        first.turn(),
                                        band.mix()))
                        .toList();
        var ideal = new SyntheticBands(truth, together, 0);
        var apart = new SyntheticBands(truth, three, 0);
        RgbImage wanted = rig(ideal, "ideal", true).read(1);
        RgbImage found = rig(apart, "apart", true).read(1);
        RgbImage ignorant = rig(apart, "apart", false).read(1);
        for (int channel = 0; channel < 3; channel++) {
            double error = difference(found, wanted, channel);
            if (Boolean.getBoolean("nadir.test.show")) {
                System.out.printf(
                        "channel %d: %.2f, not aligned %.2f%n",
                        channel, error, difference(ignorant, wanted, channel));
            }
        }
        for (int channel = 0; channel < 2; channel++) {
            // Interpolation smooths what changes from pixel to pixel, by 0.08; a ground ten times
            // as far away
            // makes it 0.18.
            assertThat(difference(found, wanted, channel))
                    .isLessThan(0.12 * difference(ignorant, wanted, channel));
        }
        assertThat(difference(found, wanted, 2)).isLessThan(1);
    }
}
