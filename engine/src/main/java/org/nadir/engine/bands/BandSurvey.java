package org.nadir.engine.bands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Problem;
import org.nadir.imaging.PhotoTags;

/// A survey with a camera for single bands of the spectrum, or with several of them on one rig.
///
/// @param bands usual names in the order of the orthophoto
/// @param primary the band from which the cameras and the surface are found
/// @param captures that have the primary band
public record BandSurvey(List<String> bands, String primary, List<Capture> captures) {

    public BandSurvey {
        bands = List.copyOf(bands);
        captures = List.copyOf(captures);
    }

    /// A photo file and its tags.
    public record Tagged(java.nio.file.Path file, PhotoTags tags) {}

    /// Sorts the photos of a survey by captures and bands, and says on the console what it found. Empty when the photos are
    /// ordinary ones.
    ///
    /// @param wanted name of the primary band, or `auto`
    /// @throws Problem `BAD_OPTION` when there is no such band
    public static Optional<BandSurvey> find(List<Tagged> photos, String wanted, Console console) {
        if (photos.stream().noneMatch(BandSurvey::isSingleBand)) {
            return Optional.empty();
        }
        List<BandPhoto> named = named(photos);
        List<String> bands = order(named);
        List<BandPhoto> doubles = new ArrayList<>();
        List<Capture> captures = CaptureGrouping.group(named, doubles);
        if (wanted.equalsIgnoreCase("auto") && areStrangers(captures, console)) {
            return Optional.empty();
        }
        String primary = primary(bands, captures, wanted);
        for (BandPhoto photo : doubles) {
            console.warning(
                    photo.name()
                            + " is left out: its capture has another photo of the band "
                            + photo.band()
                            + ".");
        }
        List<Capture> usable = usable(captures, primary, console);
        List<String> seen =
                bands.stream()
                        .filter(band -> usable.stream().anyMatch(c -> c.find(band) != null))
                        .toList();
        tell(seen, primary, usable, console);
        return Optional.of(new BandSurvey(seen, primary, usable));
    }

    /// Photos of one channel that name a band, or have more than the 8 bits of ordinary pictures.
    private static boolean isSingleBand(Tagged photo) {
        PhotoTags.Band band = photo.tags().band();
        boolean named = band != null && band.name() != null;
        return photo.tags().channels() == 1 && (named || photo.tags().bitsPerSample() > 8);
    }

    /// Whether the only bands are a few thermal JPEG files among more colour photos, none taken together with one: these photos
    /// are of a colour camera's survey.
    private static boolean areStrangers(List<Capture> captures, Console console) {
        int colours = 0;
        int strangers = 0;
        for (Capture capture : captures) {
            boolean colour = capture.find(BandName.COLOUR) != null;
            boolean jpeg =
                    capture.photos().values().stream()
                            .allMatch(photo -> photo.name().matches("(?i).*\\.jpe?g"));
            if (!jpeg || colour && capture.photos().size() > 1) {
                return false;
            }
            colours += colour ? 1 : 0;
            strangers += colour ? 0 : 1;
        }
        if (colours <= strangers) {
            return false;
        }
        console.warning(
                strangers
                        + (strangers == 1 ? " thermal photo" : " thermal photos")
                        + " among "
                        + colours
                        + " colour photos: used as gray pictures. For temperatures, process them alone.");
        return true;
    }

    private static List<BandPhoto> named(List<Tagged> photos) {
        List<BandPhoto> named = new ArrayList<>();
        for (Tagged photo : photos) {
            named.add(new BandPhoto(photo.file(), photo.tags(), name(photo)));
        }
        return named;
    }

    private static String name(Tagged photo) {
        PhotoTags.Band band = photo.tags().band();
        String tagged = band == null ? null : band.name();
        if (photo.tags().channels() >= 3) {
            return BandName.COLOUR;
        }
        if (tagged != null) {
            return BandName.usual(tagged);
        }
        String file = String.valueOf(photo.file().getFileName());
        return BandName.parted(file, photo.tags().model())
                .map(BandName.Parted::band)
                .orElse("Gray");
    }

    /// By the numbers that the makers give their cameras, and where there are none along the spectrum; the colour photo
    /// first.
    private static List<String> order(List<BandPhoto> photos) {
        Map<String, Integer> index = new HashMap<>();
        boolean allNumbered = true;
        for (BandPhoto photo : photos) {
            PhotoTags.Band band = photo.tags().band();
            Integer number = band == null ? null : band.index();
            allNumbered &= number != null || photo.band().equals(BandName.COLOUR);
            index.merge(photo.band(), number == null ? 0 : number, Math::min);
        }
        boolean numbered = allNumbered;
        return photos.stream()
                .map(BandPhoto::band)
                .distinct()
                .sorted(
                        Comparator.<String>comparingInt(b -> b.equals(BandName.COLOUR) ? 0 : 1)
                                .thenComparingInt(b -> numbered ? index.getOrDefault(b, 0) : 0)
                                .thenComparingInt(BandName::rank)
                                .thenComparing(b -> b))
                .toList();
    }

    /// The colour photo where most captures have one beside their bands; else the first of the bands with the most pixels.
    private static String primary(List<String> bands, List<Capture> captures, String wanted) {
        if (!wanted.equalsIgnoreCase("auto")) {
            String usual = BandName.usual(wanted);
            return bands.stream()
                    .filter(band -> band.equalsIgnoreCase(usual))
                    .findFirst()
                    .orElseThrow(() ->
                            new Problem(
                                    Problem.Code.BAD_OPTION,
                                    "primary-band "
                                            + wanted
                                            + ": the photos have "
                                            + String.join(", ", bands)
                                            + "."));
        }
        int coloured = 0;
        int others = 0;
        Map<String, Long> pixels = new HashMap<>();
        for (Capture capture : captures) {
            boolean colour = capture.find(BandName.COLOUR) != null;
            coloured += colour && capture.photos().size() > 1 ? 1 : 0;
            others += colour ? 0 : 1;
            for (BandPhoto photo : capture.photos().values()) {
                long size = (long) photo.tags().width() * photo.tags().height();
                pixels.merge(photo.band(), size, Math::max);
            }
        }
        if (coloured > others) {
            return BandName.COLOUR;
        }
        pixels.remove(BandName.COLOUR);
        long most = pixels.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return bands.stream()
                .filter(band -> pixels.getOrDefault(band, 0L) == most)
                .findFirst()
                .orElse(bands.getFirst());
    }

    private static List<Capture> usable(List<Capture> captures, String primary, Console console) {
        List<Capture> usable = new ArrayList<>();
        for (Capture capture : captures) {
            if (capture.find(primary) != null) {
                usable.add(capture);
                continue;
            }
            console.warning(
                    "Without the primary band "
                            + primary
                            + " there is no place for "
                            + capture.photos().values().stream()
                                    .map(BandPhoto::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return usable;
    }

    private static void tell(
            List<String> bands, String primary, List<Capture> captures, Console console) {
        console.info(
                captures.size()
                        + (captures.size() == 1 ? " capture" : " captures")
                        + " of "
                        + bands.size()
                        + (bands.size() == 1 ? " band: " : " bands: ")
                        + String.join(", ", bands)
                        + (bands.size() == 1 ? "" : "; primary band " + primary));
        Map<String, List<String>> missing = new LinkedHashMap<>();
        for (Capture capture : captures) {
            BandPhoto photo = capture.find(primary);
            for (String band : bands) {
                if (capture.find(band) == null && photo != null) {
                    missing.computeIfAbsent(band, b -> new ArrayList<>()).add(photo.name());
                }
            }
        }
        missing.forEach((band, names) ->
                console.warning(
                        String.format(
                                Locale.ROOT,
                                "%d of %d captures have no band %s: %s.",
                                names.size(),
                                captures.size(),
                                band,
                                listed(names))));
    }

    private static String listed(List<String> names) {
        String some = names.stream().limit(5).collect(Collectors.joining(", "));
        return names.size() > 5 ? some + " and others" : some;
    }

    /// The capture whose photo of the primary band has a name; null when there is none.
    public @Nullable Capture find(String primaryName) {
        for (Capture capture : captures) {
            BandPhoto photo = capture.find(primary);
            if (photo != null && photo.name().equals(primaryName)) {
                return capture;
            }
        }
        return null;
    }

    /// Whether the bands' numbers are fractions already.
    public boolean isFloat() {
        return captures.stream()
                .flatMap(capture -> capture.photos().values().stream())
                .anyMatch(photo -> photo.tags().bitsPerSample() > 16);
    }
}
