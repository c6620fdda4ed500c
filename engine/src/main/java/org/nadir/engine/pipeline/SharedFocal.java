package org.nadir.engine.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.PhotoTags;

/// One focal ratio for photos of one camera that differ in size, where it follows from the maker's pixel pitch alone.
///
/// A program that makes photos smaller leaves the pitch as it was, so that a smaller photo seems to come from a smaller
/// sensor, and the same focal length in millimetres to be a longer one. The largest photo of the camera is the most likely to
/// be whole. Since it could also be that the smaller photo is a part cut out, the other value stays possible: the photos
/// decide.
final class SharedFocal {

    private SharedFocal() {}

    static List<InputPhoto> applied(List<InputPhoto> inputs) {
        Map<String, Double> ratioOf = new HashMap<>();
        for (InputPhoto input : inputs) {
            String camera = camera(input.tags());
            if (camera != null) {
                ratioOf.merge(camera, input.tags().focal().ratio(), Math::min);
            }
        }
        return inputs.stream().map(input -> applied(input, ratioOf)).toList();
    }

    private static InputPhoto applied(InputPhoto input, Map<String, Double> ratioOf) {
        PhotoTags.Focal focal = input.tags().focal();
        Double ratio = ratioOf.get(camera(input.tags()));
        if (ratio == null || ratio == focal.ratio()) {
            return input;
        }
        var shared =
                new PhotoTags.Focal(
                        ratio,
                        focal.source(),
                        focal.millimetres(),
                        Math.max(focal.disagreement(), focal.ratio() / ratio - 1));
        return new InputPhoto(input.file(), input.tags().withFocal(shared), input.listed());
    }

    /// Null where the ratio does not follow from the pitch alone.
    private static @Nullable String camera(PhotoTags tags) {
        PhotoTags.Focal focal = tags.focal();
        return focal.source() == PhotoTags.FocalSource.FOCAL_PLANE_RESOLUTION
                ? tags.make() + "|" + tags.model() + "|" + focal.millimetres()
                : null;
    }
}
