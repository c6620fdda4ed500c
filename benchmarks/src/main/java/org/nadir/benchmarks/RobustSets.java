package org.nadir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.SparseScene;

/// What goes wrong with the photos that people take, done to a real flight whose cameras are known: the recipes of the sets
/// that `./nadir bench robust` runs.
final class RobustSets {

    /// Writes photos into `project/images` and other files into `project`.
    interface Recipe {
        void make(List<PhotoCopy> photos, Making making) throws IOException;
    }

    /// @param scene cameras and tie points of the untouched photos, in the frame at `offset`
    /// @param lens of the untouched photos
    /// @param strangers photos of another place
    record Making(
            Path project,
            SparseScene scene,
            double[] offset,
            int zone,
            Camera lens,
            List<Path> strangers) {

        void write(List<PhotoCopy> photos) throws IOException {
            Path images = Files.createDirectories(project.resolve("images"));
            for (PhotoCopy photo : photos) {
                photo.write(images);
            }
        }

        /// @return what the control file leaves out, to measure by
        MarkedTiePoints control(Camera through, boolean heights) throws IOException {
            MarkedTiePoints points = MarkedTiePoints.of(scene, offset, zone, through);
            Files.writeString(project.resolve("gcp_list.txt"), points.file(heights));
            return points;
        }
    }

    private static final double BARREL = -0.16;

    private RobustSets() {}

    static Map<String, Recipe> all() {
        var sets = new LinkedHashMap<String, Recipe>();
        sets.put("plain", (photos, making) -> making.write(photos));
        sets.put("gcp", (photos, making) -> withControl(photos, making, true));
        sets.put("gcp-flat", (photos, making) -> withControl(photos, making, false));
        sets.put("barrel", RobustSets::barrel);
        sets.put("barrel-gcp", RobustSets::barrelWithControl);
        sets.put("drift", RobustSets::drift);
        sets.put("wild", RobustSets::wild);
        sets.put("elsewhere", RobustSets::elsewhere);
        sets.put("sizes", RobustSets::sizes);
        sets.put("sizes-bare", RobustSets::sizesBare);
        sets.put("focal-none", (photos, making) -> focal(photos, making, 0));
        sets.put("focal-long", (photos, making) -> focal(photos, making, 1.12));
        sets.put("focal-short", (photos, making) -> focal(photos, making, 0.88));
        sets.put("focal-plane", RobustSets::focalPlane);
        sets.put("rough", RobustSets::rough);
        sets.put("shuffled", RobustSets::shuffled);
        sets.put("every-second", RobustSets::everySecond);
        sets.put("twins", RobustSets::twins);
        sets.put("junk", RobustSets::junk);
        sets.put("flagged", RobustSets::flagged);
        sets.put("portrait", RobustSets::portrait);
        sets.put("strangers", RobustSets::strangers);
        return sets;
    }

    private static void withControl(List<PhotoCopy> photos, Making making, boolean heights)
            throws IOException {
        photos.forEach(PhotoCopy::withoutPosition);
        making.write(photos);
        making.control(making.lens, heights);
    }

    /// A lens of the same size that bends straight lines a lot, and sees a little less.
    static Camera barrelLens(Camera lens) {
        double corner = 0.5 * Math.hypot(lens.width(), lens.height()) / lens.size() / lens.focalX();
        double focal = lens.focalX() / (1 + BARREL * corner * corner) * 1.02;
        return new Camera(
                "barrel", lens.width(), lens.height(), focal, focal, 0, 0, BARREL, 0, 0, 0, 0);
    }

    private static void bend(List<PhotoCopy> photos, Making making) {
        Camera barrel = barrelLens(making.lens);
        for (PhotoCopy photo : photos) {
            photo.edit(PixelEdits.through(making.lens, barrel));
            photo.film = 36 * barrel.focalX();
            photo.withoutPosition();
        }
    }

    private static void barrel(List<PhotoCopy> photos, Making making) throws IOException {
        bend(photos, making);
        making.write(photos);
    }

    private static void barrelWithControl(List<PhotoCopy> photos, Making making)
            throws IOException {
        bend(photos, making);
        making.write(photos);
        making.control(barrelLens(making.lens), false);
    }

    private static void drift(List<PhotoCopy> photos, Making making) throws IOException {
        for (int p = 0; p < photos.size(); p++) {
            photos.get(p).raise(100.0 * p / (photos.size() - 1));
        }
        making.write(photos);
    }

    private static void wild(List<PhotoCopy> photos, Making making) throws IOException {
        photos.get(photos.size() / 2).shift(0.006, -0.004, 0);
        making.write(photos);
    }

    /// The first photo's receiver still believes to be where it was last switched off.
    private static void elsewhere(List<PhotoCopy> photos, Making making) throws IOException {
        photos.getFirst().shift(70, -30, 0);
        making.write(photos);
    }

    private static void sizes(List<PhotoCopy> photos, Making making) throws IOException {
        for (int p = 0; p < photos.size(); p += 3) {
            photos.get(p).edit(PixelEdits.resized(0.75));
        }
        making.write(photos);
    }

    private static void sizesBare(List<PhotoCopy> photos, Making making) throws IOException {
        for (int p = 0; p < photos.size(); p += 3) {
            photos.get(p).edit(PixelEdits.resized(0.5));
            photos.get(p).withoutFocal();
            photos.get(p).make = null;
        }
        making.write(photos);
    }

    /// @param factor by which the tags lie; 0 for no tags
    private static void focal(List<PhotoCopy> photos, Making making, double factor)
            throws IOException {
        for (PhotoCopy photo : photos) {
            Double film = photo.film;
            photo.withoutFocal();
            photo.make = "Some";
            photo.model = "Camera";
            photo.film = film == null || factor == 0 ? null : film * factor;
        }
        making.write(photos);
    }

    /// A maker's pixel pitch that went along when the photos were made smaller, and one photo that was made smaller still.
    private static void focalPlane(List<PhotoCopy> photos, Making making) throws IOException {
        for (PhotoCopy photo : photos) {
            double ratio = making.lens.focalX();
            photo.withoutFocal();
            photo.make = "Some";
            photo.model = "Camera";
            double millimetres = 4.5;
            photo.millimetres = millimetres;
            // Sensor width that the pitch and the file's width make: a tenth too small.
            photo.perMillimetre = making.lens.width() / (millimetres / ratio / 1.1);
        }
        photos.get(4).edit(PixelEdits.resized(0.9));
        making.write(photos);
    }

    private static void rough(List<PhotoCopy> photos, Making making) throws IOException {
        var random = new Random(5);
        for (PhotoCopy photo : photos) {
            double light = Math.pow(2, random.nextDouble(-1, 0.7));
            photo.edit(
                    PixelEdits.exposed(
                            light * random.nextDouble(0.85, 1.15),
                            light,
                            light * random.nextDouble(0.85, 1.15)));
            photo.edit(PixelEdits.blurred(1 + random.nextInt(2)));
            photo.quality = 0.35f;
        }
        making.write(photos);
    }

    private static void shuffled(List<PhotoCopy> photos, Making making) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int p = 0; p < photos.size(); p++) {
            numbers.add(p);
        }
        Collections.shuffle(numbers, new Random(3));
        for (int p = 0; p < photos.size(); p++) {
            photos.get(p).withoutPosition();
            photos.get(p).timeMillis = null;
            photos.get(p).name = "image%02d.jpg".formatted(numbers.get(p));
        }
        making.write(photos);
    }

    private static void everySecond(List<PhotoCopy> photos, Making making) throws IOException {
        for (int p = photos.size() - 1; p >= 0; p -= 2) {
            photos.remove(p);
        }
        making.write(photos);
    }

    private static void twins(List<PhotoCopy> photos, Making making) throws IOException {
        for (int p : new int[] {3, 11}) {
            PhotoCopy twin = PhotoCopy.of(photos.get(p).source);
            twin.name = "copy of " + twin.name;
            photos.add(twin);
        }
        making.write(photos);
    }

    private static void junk(List<PhotoCopy> photos, Making making) throws IOException {
        photos.get(5).edit(PixelEdits.blurred(60));
        making.write(photos);
        Path images = making.project.resolve("images");
        Path whole = photos.get(8).source;
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(images.resolve("cut.jpg"), java.util.Arrays.copyOf(bytes, bytes.length / 3));
        var noise = new byte[40_000];
        new Random(1).nextBytes(noise);
        Files.write(images.resolve("noise.jpg"), noise);
        Files.write(images.resolve("empty.jpg"), new byte[0]);
    }

    /// Tags say that photos are to be turned; the pixels lie as the sensor has them.
    private static void flagged(List<PhotoCopy> photos, Making making) throws IOException {
        int[] flags = {1, 3, 6, 8};
        for (int p = 0; p < photos.size(); p++) {
            photos.get(p).orientation = flags[p % flags.length];
        }
        making.write(photos);
    }

    /// A program has turned the pixels of some photos.
    private static void portrait(List<PhotoCopy> photos, Making making) throws IOException {
        for (int p = 1; p < photos.size(); p += 3) {
            photos.get(p).edit(PixelEdits::turned);
        }
        making.write(photos);
    }

    private static void strangers(List<PhotoCopy> photos, Making making) throws IOException {
        making.write(photos);
        for (Path stranger : making.strangers) {
            Files.copy(stranger, making.project.resolve("images").resolve(stranger.getFileName()));
        }
    }

    /// Photos that should find their place; null when all.
    static @Nullable Integer expected(String set) {
        return switch (set) {
            case "strangers" -> 18;
            case "junk" -> 17;
            default -> null;
        };
    }
}
