package org.nadir.engine.bands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.testkit.SyntheticBands;
import org.nadir.testkit.SyntheticCamera;
import org.nadir.testkit.SyntheticSurvey;

/// Alignment of rendered bands, with true cameras of the primary band, against the renderer's cameras of the others.
class BandAlignmentTest {

    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(2, 3, 40, 800, 600, 0.5, 11);

    /// Focal lengths on film are rounded, and makers do not agree whether it is as wide or as long.
    private static final double TAG_ERROR = 0.96;

    private final SyntheticSurvey truth = SyntheticSurvey.of(PLAN);

    @TempDir private Path folder;

    /// Photos in a folder of their own and what is to be found in them.
    private final class Block {
        private final SyntheticBands bands;
        private final BandSurvey survey;
        private final SparseScene scene;

        Block(SyntheticBands bands, String name) throws IOException {
            this.bands = bands;
            Path photos = folder.resolve(name);
            bands.writePhotos(photos);
            List<BandSurvey.Tagged> tagged = new ArrayList<>();
            try (var files = Files.list(photos)) {
                for (Path file : files.sorted().toList()) {
                    tagged.add(new BandSurvey.Tagged(file, PhotoTagReader.read(file)));
                }
            }
            survey = BandSurvey.find(tagged, "auto", Console.none()).orElseThrow();
            scene = scene(truth.cameras(), i -> photos.resolve(SyntheticBands.fileName(i, 0)));
        }

        /// The green and the near infrared band beside larger colour photos, as the rigs of DJI and Parrot take them.
        Block(SyntheticBands bands, Path colours, Path photos) throws IOException {
            this.bands = bands;
            SyntheticSurvey.Plan large = new SyntheticSurvey.Plan(2, 3, 40, 1200, 900, 0.5, 11);
            SyntheticSurvey colour = SyntheticSurvey.of(large);
            colour.writePhotos(colours, large);
            List<Capture> captures = new ArrayList<>();
            for (int i = 0; i < truth.cameras().size(); i++) {
                Map<String, BandPhoto> each = new LinkedHashMap<>();
                each.put("RGB", read(colours.resolve(colour.cameras().get(i).name()), "RGB"));
                each.put("Green", read(photos.resolve(SyntheticBands.fileName(i, 1)), "Green"));
                each.put("NIR", read(photos.resolve(SyntheticBands.fileName(i, 3)), "NIR"));
                captures.add(new Capture("capture " + i, each));
            }
            survey = new BandSurvey(List.of("RGB", "Green", "NIR"), "RGB", captures);
            scene = scene(colour.cameras(), i -> colours.resolve(colour.cameras().get(i).name()));
        }

        private static BandPhoto read(Path file, String band) throws IOException {
            return new BandPhoto(file, PhotoTagReader.read(file), band);
        }

        /// The lens that tags would tell: that of the primary camera.
        Map<String, Camera> tagged() {
            SyntheticCamera primary = truth.cameras().getFirst();
            Map<String, Camera> cameras = new LinkedHashMap<>();
            for (SyntheticBands.Band band : bands.bands()) {
                SyntheticCamera c = bands.camera(0, band);
                String name = BandName.usual(band.name());
                cameras.put(
                        name,
                        Camera.perspective(
                                name, c.width(), c.height(), TAG_ERROR * primary.focal()));
            }
            return cameras;
        }

        /// RMS distance in pixels of the band between where the rig and the renderer show tie points.
        double error(BandRig rig, int index) {
            SyntheticBands.Band band = bands.bands().get(index);
            double sum = 0;
            int count = 0;
            var inCamera = new double[3];
            var pixel = new double[2];
            for (int s = 0; s < scene.shots().size(); s++) {
                Capture capture =
                        java.util.Objects.requireNonNull(survey.find(scene.shots().get(s).name()));
                Shot shot =
                        rig.shot(
                                scene.shots().get(s),
                                java.util.Objects.requireNonNull(capture.find(rig.band())));
                for (int p = 0; p < scene.pointCount(); p++) {
                    double x = scene.pointXyz()[3 * p];
                    double y = scene.pointXyz()[3 * p + 1];
                    double z = scene.pointXyz()[3 * p + 2];
                    double[] wanted =
                            bands.camera(s, band)
                                    .pixel(x + truth.originEast(), y + truth.originNorth(), z);
                    if (wanted != null && shot.project(x, y, z, inCamera, pixel)) {
                        sum +=
                                Math.pow(pixel[0] - wanted[0], 2)
                                        + Math.pow(pixel[1] - wanted[1], 2);
                        count++;
                    }
                }
            }
            double rms = Math.sqrt(sum / count);
            if (Boolean.getBoolean("nadir.test.show")) {
                System.out.println(rig.band() + ": " + rms + " px");
            }
            return rms;
        }
    }

    private SparseScene scene(List<SyntheticCamera> cameras, IntFunction<Path> files) {
        List<Shot> shots = new ArrayList<>();
        for (int i = 0; i < cameras.size(); i++) {
            SyntheticCamera c = cameras.get(i);
            Camera camera = camera(c, "primary");
            Path file = files.apply(i);
            var photo = new Photo(String.valueOf(file.getFileName()), file, camera, null, null, 0);
            double[] centre = {
                c.east() - truth.originEast(), c.north() - truth.originNorth(), c.altitude()
            };
            shots.add(new Shot(photo, camera, new Pose(c.rotation(), centre)));
        }
        var random = new Random(5);
        var xyz = new ArrayList<Double>();
        var starts = new ArrayList<>(List.of(0));
        var seenBy = new ArrayList<Integer>();
        var pixels = new ArrayList<Double>();
        for (int p = 0; p < 4000; p++) {
            double x = random.nextDouble(-40, 40);
            double y = random.nextDouble(-40, 40);
            double z = truth.terrain().surface(x, y);
            for (int s = 0; s < shots.size(); s++) {
                double[] pixel =
                        cameras.get(s).pixel(x + truth.originEast(), y + truth.originNorth(), z);
                if (pixel != null) {
                    seenBy.add(s);
                    pixels.add(pixel[0]);
                    pixels.add(pixel[1]);
                }
            }
            xyz.addAll(List.of(x, y, z));
            starts.add(seenBy.size());
        }
        var floats = new float[pixels.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = pixels.get(i).floatValue();
        }
        return new SparseScene(
                shots,
                xyz.stream().mapToDouble(v -> v).toArray(),
                new byte[xyz.size()],
                starts.stream().mapToInt(v -> v).toArray(),
                seenBy.stream().mapToInt(v -> v).toArray(),
                floats);
    }

    private static Camera camera(SyntheticCamera c, String id) {
        return new Camera(
                id, c.width(), c.height(), c.focal(), c.focal(), 0, 0, c.k1(), c.k2(), 0, 0, 0);
    }

    @Test
    void findsEveryCameraOfTheRig() throws IOException {
        var block = new Block(SyntheticBands.altum(truth), "steady");
        assertThat(block.survey.bands())
                .containsExactly("Blue", "Green", "Red", "NIR", "RedEdge", "LWIR");
        assertThat(block.survey.captures()).hasSize(6);
        List<BandRig> rigs = align(block, 1);
        assertThat(rigs).hasSize(5);
        for (int b = 1; b <= rigs.size(); b++) {
            BandRig rig = rigs.get(b - 1);
            assertThat(block.error(rig, b)).as(rig.band()).isLessThan(0.2);
            assertThat(rig.turns()).isEmpty();
        }
        List<BandRig> again = align(block, 3);
        for (int i = 0; i < rigs.size(); i++) {
            assertThat(again.get(i).camera()).isEqualTo(rigs.get(i).camera());
            assertThat(again.get(i).bandFromPrimary()).isEqualTo(rigs.get(i).bandFromPrimary());
        }
    }

    @Test
    void findsSmallerBandsInColourPhotos() throws IOException {
        SyntheticBands bands = SyntheticBands.altum(truth);
        Path photos = folder.resolve("bands");
        bands.writePhotos(photos);
        var block = new Block(bands, folder.resolve("colours"), photos);
        List<BandRig> rigs = align(block, 2);
        assertThat(rigs).hasSize(2);
        assertThat(block.error(rigs.get(0), 1)).isLessThan(0.2);
        assertThat(block.error(rigs.get(1), 3)).isLessThan(0.2);
    }

    /// 0.15° are 1.7 px.
    @Test
    void turnsCapturesSinglyWhereShuttersDoNotOpenTogether() throws IOException {
        var block = new Block(SyntheticBands.altum(truth).unsteady(0.15), "unsteady");
        List<BandRig> rigs = align(block, 2);
        for (int b = 1; b < rigs.size(); b++) {
            BandRig rig = rigs.get(b - 1);
            assertThat(rig.turns()).as(rig.band()).hasSize(6);
            assertThat(block.error(rig, b)).as(rig.band()).isLessThan(0.3);
        }
    }

    private static List<BandRig> align(Block block, int threads) {
        try (var workers = new Workers(threads)) {
            return BandAlignment.align(
                    block.survey, block.scene, block.tagged(), Work.silent(workers));
        }
    }
}
