package org.nadir.engine.bands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nadir.imaging.PhotoTags;

/// Finds the photos that were taken together: by the capture's identity in the tags, else by what their names share, else
/// by time.
final class CaptureGrouping {

    /// Shutters of one rig open within some milliseconds of one another; a rig takes about one capture a second.
    private static final long TOGETHER_MILLIS = 300;

    private CaptureGrouping() {}

    /// The captures in the order of their first photos. Of two photos of one band in a capture the first one counts, and
    /// the other is put into `doubles`.
    static List<Capture> group(List<BandPhoto> photos, List<BandPhoto> doubles) {
        Map<String, List<BandPhoto>> groups = new LinkedHashMap<>();
        List<BandPhoto> loose = new ArrayList<>();
        for (BandPhoto photo : photos) {
            PhotoTags.Band band = photo.tags().band();
            String id = band == null ? null : band.captureId();
            var parted =
                    BandName.parted(photo.name(), photo.tags().model())
                            .filter(parts -> !isRadiometric(photo, parts));
            if (id != null) {
                groups.computeIfAbsent("id " + id, k -> new ArrayList<>()).add(photo);
            } else if (parted.isPresent()) {
                groups.computeIfAbsent(
                                "name " + photo.file().resolveSibling(parted.get().shared()),
                                k -> new ArrayList<>())
                        .add(photo);
            } else {
                loose.add(photo);
            }
        }
        byTime(loose, groups);
        return groups.entrySet().stream()
                .map(group -> capture(group.getKey(), group.getValue(), doubles))
                .toList();
    }

    /// Whether the end of the name is no band: `R` stands for red, but in names of FLIR's thermal photos for radiometric.
    private static boolean isRadiometric(BandPhoto photo, BandName.Parted parts) {
        return photo.band().equals("LWIR") && parts.band().equals("Red");
    }

    private static void byTime(List<BandPhoto> loose, Map<String, List<BandPhoto>> groups) {
        List<BandPhoto> sorted =
                loose.stream().sorted(Comparator.comparingLong(CaptureGrouping::time)).toList();
        List<BandPhoto> open = new ArrayList<>();
        for (BandPhoto photo : sorted) {
            boolean together =
                    !open.isEmpty()
                            && time(photo) > 0
                            && time(photo) - time(open.getFirst()) <= TOGETHER_MILLIS
                            && open.stream().noneMatch(o -> o.band().equals(photo.band()));
            if (!together) {
                open = new ArrayList<>();
                groups.put("photo " + photo.file(), open);
            }
            open.add(photo);
        }
    }

    private static long time(BandPhoto photo) {
        Long time = photo.tags().captureTimeMillis();
        return time == null ? 0 : time;
    }

    private static Capture capture(String id, List<BandPhoto> photos, List<BandPhoto> doubles) {
        Map<String, BandPhoto> byBand = new LinkedHashMap<>();
        for (BandPhoto photo : photos) {
            if (byBand.putIfAbsent(photo.band(), photo) != null) {
                doubles.add(photo);
            }
        }
        return new Capture(id, byBand);
    }
}
