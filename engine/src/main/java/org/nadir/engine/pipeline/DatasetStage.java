package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;
import org.nadir.geo.Coordinate;
import org.nadir.geo.UtmZone;
import org.nadir.imaging.PhotoTags;
import org.nadir.imaging.UnreadableImageException;

/// Reads the tags of all photos, leaves out what cannot be used, and chooses the world frame.
final class DatasetStage implements StageAction {

    private static final Pattern PHOTO = Pattern.compile("(?i).*\\.(jpe?g|png|tiff?)");
    private static final Pattern MASK = Pattern.compile("(?i).*_mask\\.[^.]+");

    @Override
    public Stage stage() {
        return Stage.DATASET;
    }

    @Override
    public List<String> options() {
        return List.of("gps-accuracy", "gps-z-offset", "use-exif", "primary-band");
    }

    @Override
    public boolean alwaysRuns() {
        return true;
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        List<InputPhoto> all = read(files(run.project().images()), work);
        identical(all, run, work);
        BandSurvey bands = bands(all, run, work);
        List<InputPhoto> inputs = primary(all, bands);
        if (inputs.size() < 2) {
            throw new Problem(
                    Problem.Code.TOO_FEW_IMAGES,
                    "At least two overlapping images are needed; "
                            + inputs.size()
                            + " could be used.");
        }
        SurveyFiles survey =
                SurveyFiles.read(
                        run, inputs.stream().map(InputPhoto::name).toList(), work.console());
        inputs =
                inputs.stream()
                        .map(input -> ListedPositions.apply(input, survey.positions()))
                        .toList();
        inputs = SharedFocal.applied(StrayPositions.removed(inputs, work.console()));
        GroundControl control =
                survey.control() == null
                        ? null
                        : new GroundControl(survey.control(), work.console());
        GeoReference reference = control == null ? reference(inputs) : control.reference();
        if (!reference.isKnown()) {
            work.console().warning("No position data: results have no real scale or location.");
        }
        CameraCatalogue cameras = CameraCatalogue.of(run.options().text("cameras"));
        List<Photo> photos =
                inputs.stream().map(input -> photo(input, reference, cameras, run, work)).toList();
        cameras.tell(work.console());
        if (run.options().flag("rolling-shutter")) {
            photos = moved(photos, inputs, reference, run, work);
        }
        run.calibrated(cameras.used());
        tell(photos, inputs, reference, run, work);
        run.inputs(inputs, photos, reference);
        run.bands(bands);
        run.photoGroups(survey.groups());
        sideFiles(run, work);
        run.survey(
                survey.fingerprint() + cameras.fingerprint(),
                control == null ? List.of() : control.points(reference, photos));
        new ObjectMapper()
                .writeValue(
                        run.product(run.project().file("images.json")).toFile(),
                        recorded(all, inputs).stream()
                                .map(input ->
                                        ImageRecord.of(input, survey.groups().get(input.name())))
                                .toList());
    }

    private static void identical(List<InputPhoto> all, Run run, Work work) throws IOException {
        String sentence =
                IdenticalPhotos.sentence(
                        IdenticalPhotos.find(all.stream().map(InputPhoto::file).toList()));
        run.identicalPhotos(sentence);
        if (!sentence.isEmpty()) {
            work.console().warning(sentence);
        }
    }

    private static @Nullable BandSurvey bands(List<InputPhoto> all, Run run, Work work) {
        return BandSurvey.find(
                        all.stream()
                                .map(input -> new BandSurvey.Tagged(input.file(), input.tags()))
                                .toList(),
                        run.options().text("primary-band"),
                        work.console())
                .orElse(null);
    }

    /// The photos that the cameras and the surface are found from.
    private static List<InputPhoto> primary(List<InputPhoto> all, @Nullable BandSurvey bands) {
        return bands == null
                ? all
                : all.stream().filter(input -> bands.find(input.name()) != null).toList();
    }

    /// All photos, those in use as they are used.
    private static List<InputPhoto> recorded(List<InputPhoto> all, List<InputPhoto> used) {
        Map<String, InputPhoto> byName = new HashMap<>();
        used.forEach(input -> byName.put(input.name(), input));
        return all.stream().map(input -> byName.getOrDefault(input.name(), input)).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw noImages(folder);
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> photos =
                    all.filter(f ->
                                    PHOTO.matcher(f.getFileName().toString()).matches()
                                            && !MASK.matcher(f.getFileName().toString()).matches()
                                            && !ReferenceAlignment.isReference(f))
                            .sorted()
                            .toList();
            if (photos.isEmpty()) {
                throw noImages(folder);
            }
            return photos;
        }
    }

    private static Problem noImages(Path folder) {
        return new Problem(
                Problem.Code.NO_IMAGES,
                "No usable images found in "
                        + folder.getFileName()
                        + ". Supported: JPEG, PNG, TIFF.");
    }

    private static List<InputPhoto> read(List<Path> files, Work work) throws IOException {
        var inputs = new ArrayList<InputPhoto>();
        var thermal = new ThermalPhotos();
        for (int i = 0; i < files.size(); i++) {
            work.cancellation().check();
            Path file = files.get(i);
            try {
                inputs.add(new InputPhoto(file, thermal.tags(file, work.console()), false));
            } catch (UnreadableImageException broken) {
                work.console()
                        .warning(
                                file.getFileName()
                                        + " seems corrupted and will not be used. ("
                                        + broken.getMessage()
                                        + ")");
            }
            work.progress().fraction((i + 1.0) / files.size());
        }
        thermal.tell(work.console());
        return inputs;
    }

    /// The UTM zone of the first photo with a position, and as origin the whole metres of the mean position.
    private static GeoReference reference(List<InputPhoto> inputs) {
        UtmZone zone = null;
        double east = 0;
        double north = 0;
        int count = 0;
        for (InputPhoto input : inputs) {
            PhotoTags.Position position = position(input);
            if (position != null) {
                zone = zone == null ? UtmZone.of(position.longitude(), position.latitude()) : zone;
                Coordinate utm = zone.forward(position.longitude(), position.latitude());
                east += utm.x();
                north += utm.y();
                count++;
            }
        }
        return zone == null
                ? GeoReference.NONE
                : new GeoReference(
                        zone.epsg(), Math.floor(east / count), Math.floor(north / count));
    }

    private static PhotoTags.@Nullable Position position(InputPhoto input) {
        PhotoTags.Position position = input.tags().position();
        return position == null || position.isNullIsland() ? null : position;
    }

    private static Photo photo(
            InputPhoto input, GeoReference reference, CameraCatalogue cameras, Run run, Work work) {
        PhotoTags tags = input.tags();
        Camera camera = camera(tags, cameras, run.options().text("camera-lens"));
        Long time = tags.captureTimeMillis();
        return new Photo(
                        input.name(),
                        input.file(),
                        camera,
                        worldPosition(input, reference, run, work),
                        attitude(input),
                        time == null ? 0 : time)
                .withRoughAttitude(rotation(tags.attitude()));
    }

    private static List<Photo> moved(
            List<Photo> photos,
            List<InputPhoto> inputs,
            GeoReference reference,
            Run run,
            Work work) {
        if (!reference.isKnown()) {
            work.console()
                    .warning("rolling-shutter needs photos with positions; it is left aside.");
            return photos;
        }
        return RollingShutter.apply(
                photos, inputs, run.options().number("rolling-shutter-readout"), work.console());
    }

    private static Camera camera(PhotoTags tags, CameraCatalogue cameras, String lensOption) {
        LensModel model = model(tags, lensOption);
        String id = cameraId(tags, model);
        Camera known = cameras.find(id, tags.width(), tags.height());
        return known != null
                ? known
                : Camera.plain(model, id, tags.width(), tags.height(), tags.focal().ratio());
    }

    /// What the option says, or else the tags.
    private static LensModel model(PhotoTags tags, String option) {
        if (option.equals("auto")) {
            return LensModel.find(tags.projection()).orElse(LensModel.BROWN);
        }
        return LensModel.find(option)
                .orElseThrow(() ->
                        new Problem(
                                Problem.Code.BAD_OPTION,
                                "camera-lens "
                                        + option
                                        + " is not supported. Photos must come from one lens each: auto,"
                                        + " brown, perspective, fisheye or fisheye_opencv."));
    }

    /// The camera's key in `cameras.json`.
    static String cameraId(PhotoTags tags, LensModel model) {
        String ratio = Double.toString(tags.focal().ratio());
        return String.join(
                        " ",
                        String.valueOf(tags.make() == null ? "unknown" : tags.make()),
                        String.valueOf(tags.model() == null ? "unknown" : tags.model()),
                        Integer.toString(tags.width()),
                        Integer.toString(tags.height()),
                        model.key(),
                        ratio.substring(0, Math.min(6, ratio.length())))
                .toLowerCase(Locale.ROOT);
    }

    /// Attitudes in tags mix those of craft and camera; only those that somebody listed are taken at their word.
    private static double @Nullable [] attitude(InputPhoto input) {
        return input.listed() ? rotation(input.tags().attitude()) : null;
    }

    private static double @Nullable [] rotation(PhotoTags.@Nullable Attitude attitude) {
        return attitude == null
                ? null
                : ListedPositions.rotation(attitude.yaw(), attitude.pitch(), attitude.roll());
    }

    private static Photo.@Nullable Position worldPosition(
            InputPhoto input, GeoReference reference, Run run, Work work) {
        PhotoTags.Position position = position(input);
        if (position == null) {
            return null;
        }
        if (position.assumedHemisphere()) {
            work.console()
                    .warning(
                            input.name()
                                    + " does not say in which hemisphere it was taken; north and east are assumed.");
        }
        Coordinate utm =
                UtmZone.ofEpsg(reference.epsg()).forward(position.longitude(), position.latitude());
        double horizontal = run.options().number("gps-accuracy");
        // Altitudes of satellite receivers are worse than positions, and drift during a flight.
        double vertical = run.options().isSet("gps-accuracy") ? 1.5 * horizontal : 3 * horizontal;
        Double measuredHorizontal = position.horizontalSd();
        Double measuredVertical = position.verticalSd();
        if (!run.options().isSet("gps-accuracy")
                && measuredHorizontal != null
                && measuredVertical != null) {
            // What receivers say of themselves is optimistic; what somebody lists is meant.
            double caution = input.listed() ? 1 : 2;
            horizontal = caution * measuredHorizontal;
            vertical = caution * measuredVertical;
        }
        Double altitude = position.altitude();
        double height = altitude == null ? 0 : altitude + run.options().number("gps-z-offset");
        return new Photo.Position(
                utm.x() - reference.offsetEast(),
                utm.y() - reference.offsetNorth(),
                height,
                horizontal,
                altitude == null ? 1000 : vertical);
    }

    private static void tell(
            List<Photo> photos,
            List<InputPhoto> inputs,
            GeoReference reference,
            Run run,
            Work work) {
        long cameras = photos.stream().map(p -> p.camera().id()).distinct().count();
        work.console()
                .info(
                        photos.size()
                                + " photos of "
                                + cameras
                                + (cameras == 1 ? " camera" : " cameras"));
        if (reference.isKnown()) {
            warnAboutPositions(photos, work.console());
        }
        IntStream.range(0, photos.size())
                .filter(p -> inputs.get(p).tags().focal().source() == PhotoTags.FocalSource.ASSUMED)
                .mapToObj(p -> photos.get(p).camera().id())
                .filter(id -> !run.isCalibrated(id))
                .findFirst()
                .ifPresent(id ->
                        work.console()
                                .warning(
                                        "The focal length of "
                                                + id
                                                + " is not known; it will be found from the photos."));
        if (reference.isKnown()) {
            work.console()
                    .info(
                            "Coordinate system: WGS 84 / UTM zone "
                                    + UtmZone.ofEpsg(reference.epsg()).number()
                                    + ", EPSG:"
                                    + reference.epsg());
        }
    }

    private static void warnAboutPositions(List<Photo> photos, Console console) {
        List<String> without =
                photos.stream().filter(p -> p.position() == null).map(Photo::name).toList();
        if (without.size() == photos.size()) {
            console.warning("GPS position not available for any photo.");
        } else if (!without.isEmpty()) {
            console.warning("GPS position not available for " + String.join(", ", without) + ".");
        }
    }

    private static void sideFiles(Run run, Work work) throws IOException {
        if (!run.photoGroups().isEmpty()
                && !SplitPlan.isWanted(run.options(), run.inputs().size())) {
            work.console().info("image_groups.txt has a meaning together with split only.");
        }
        run.alignReference(ReferenceAlignment.find(run.project()));
    }
}
