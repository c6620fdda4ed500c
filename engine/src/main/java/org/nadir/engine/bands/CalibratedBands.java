package org.nadir.engine.bands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Console;
import org.nadir.imaging.PhotoTags;
import org.nadir.imaging.Plane;
import org.nadir.imaging.RadiometricTags;

/// The calibrations of all photos of a survey. A band of which no photo can be calibrated stays as it is stored; of a band
/// that can, photos without the tags are left out rather than mixed with the others.
public final class CalibratedBands implements Radiometry {

    /// Each changes its photo's numbers in place.
    private final Map<Path, Consumer<Plane>> calibrations = new HashMap<>();

    private final TreeSet<String> calibrated = new TreeSet<>();

    private CalibratedBands() {}

    /// Reads the tags of all photos.
    ///
    /// @param sun whether to divide by the light from above; where a band does not know it, it is done for none
    public static CalibratedBands of(BandSurvey survey, boolean sun, Console console) {
        Map<Path, RadiometricTags> tags = new HashMap<>();
        for (BandPhoto photo : photos(survey)) {
            try {
                tags.put(photo.file(), RadiometricTags.read(photo.file()));
            } catch (IOException unreadable) {
                console.warning(photo.name() + ": " + unreadable.getMessage());
            }
        }
        var bands = new CalibratedBands();
        bands.calibrate(survey, tags, sun);
        List<String> unlit = bands.missing(survey);
        if (sun && unlit.stream().anyMatch(band -> !isThermal(band))) {
            var dark = new CalibratedBands();
            dark.calibrate(survey, tags, false);
            if (!dark.missing(survey).equals(unlit)) {
                console.warning(
                        "The photos of "
                                + String.join(", ", unlit)
                                + " do not say how much light there was: calibrated by the camera alone.");
                bands = dark;
            }
        }
        bands.tell(survey, console);
        return bands;
    }

    private static List<BandPhoto> photos(BandSurvey survey) {
        return survey.captures().stream()
                .flatMap(capture -> capture.photos().values().stream())
                .filter(photo -> !photo.band().equals(BandName.COLOUR))
                .toList();
    }

    private static boolean isThermal(String band) {
        return band.equals("LWIR");
    }

    private void calibrate(BandSurvey survey, Map<Path, RadiometricTags> tags, boolean sun) {
        for (BandPhoto photo : photos(survey)) {
            RadiometricTags own = tags.get(photo.file());
            if (own == null) {
                continue;
            }
            Consumer<Plane> found = find(photo, own, sun);
            if (found != null) {
                calibrations.put(photo.file(), found);
                calibrated.add(photo.band());
            }
        }
    }

    private static @Nullable Consumer<Plane> find(
            BandPhoto photo, RadiometricTags tags, boolean sun) {
        PhotoTags file = photo.tags();
        if (isThermal(photo.band()) && tags.heat() != null) {
            PlanckTemperature heat = PlanckTemperature.of(tags.heat());
            return heat == null ? null : heat::apply;
        }
        Calibration found =
                isThermal(photo.band())
                        ? Calibration.ofHeat(
                                tags, lower(file.make()), lower(file.model()), file.bitsPerSample())
                        : Calibration.ofLight(tags, Math.pow(2, file.bitsPerSample()), sun);
        return found == null ? null : found::apply;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    /// Bands of which no photo can be calibrated.
    private List<String> missing(BandSurvey survey) {
        return survey.bands().stream()
                .filter(band -> !band.equals(BandName.COLOUR) && !calibrated.contains(band))
                .toList();
    }

    private void tell(BandSurvey survey, Console console) {
        List<String> missing = missing(survey);
        if (!missing.isEmpty()) {
            console.warning(
                    "The photos of "
                            + String.join(", ", missing)
                            + " do not say how to calibrate them; their numbers stay as they are stored.");
        }
        List<String> left = new ArrayList<>();
        for (BandPhoto photo : photos(survey)) {
            if (calibrated.contains(photo.band()) && !calibrations.containsKey(photo.file())) {
                left.add(photo.name());
            }
        }
        if (!left.isEmpty()) {
            console.warning(
                    left.size()
                            + " photos cannot be calibrated and are left out of the orthophoto: "
                            + left.stream().limit(5).collect(Collectors.joining(", "))
                            + (left.size() > 5 ? " and others." : "."));
        }
    }

    /// Whether any band is calibrated.
    public boolean isAny() {
        return !calibrated.isEmpty();
    }

    @Override
    public boolean isUsable(BandPhoto photo) {
        return !calibrated.contains(photo.band()) || calibrations.containsKey(photo.file());
    }

    @Override
    public Plane measured(BandPhoto photo, Plane stored) {
        Consumer<Plane> calibration = calibrations.get(photo.file());
        if (calibration != null) {
            calibration.accept(stored);
        }
        return stored;
    }
}
