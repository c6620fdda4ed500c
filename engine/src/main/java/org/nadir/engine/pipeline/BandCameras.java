package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nadir.engine.bands.BandAlignment;
import org.nadir.engine.bands.BandPhoto;
import org.nadir.engine.bands.BandRig;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.work.Work;
import org.nadir.imaging.PhotoTags;

/// The cameras of the bands besides the primary one: what the tags say of them, and how they stand to it.
final class BandCameras {

    private BandCameras() {}

    /// Finds the rigs of all bands, or takes them as the tags have them, and keeps them for later runs.
    static void align(Run run, BandSurvey survey, Work work) throws IOException {
        boolean trusted = run.options().flag("skip-band-alignment");
        Map<String, Camera> cameras = cameras(run, survey, trusted);
        List<BandRig> rigs =
                trusted
                        ? BandAlignment.untouched(survey, cameras)
                        : BandAlignment.align(survey, run.sfm().scene(), cameras, work);
        BandAlignmentFile.write(run.bandAlignmentFile(), rigs);
    }

    /// A camera for each band, from its first photo. Cameras of one kind have lenses of one kind: the primary camera's
    /// distortion is where the search begins.
    private static Map<String, Camera> cameras(Run run, BandSurvey survey, boolean trusted)
            throws IOException {
        Camera primary = run.sfm().scene().shots().getFirst().camera();
        PhotoTags own = first(survey, survey.primary()).tags();
        Map<String, Camera> cameras = new LinkedHashMap<>();
        for (String band : survey.bands()) {
            PhotoTags tags = first(survey, band).tags();
            boolean sameSize = tags.width() == primary.width() && tags.height() == primary.height();
            String id = primary.id() + " " + band.toLowerCase(Locale.ROOT);
            if (sameSize) {
                double ratio = trusted ? 1 : tags.focal().ratio() / own.focal().ratio();
                cameras.put(band, like(primary, id, ratio));
            } else {
                double focal = tags.focal().ratio();
                LensModel model = LensModel.find(tags.projection()).orElse(LensModel.BROWN);
                cameras.put(band, Camera.plain(model, id, tags.width(), tags.height(), focal));
            }
        }
        return cameras;
    }

    private static BandPhoto first(BandSurvey survey, String band) {
        return survey.captures().stream()
                .map(capture -> capture.find(band))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private static Camera like(Camera c, String id, double ratio) {
        return new Camera(
                c.model(),
                id,
                c.width(),
                c.height(),
                c.focalX() * ratio,
                c.focalY() * ratio,
                c.cX(),
                c.cY(),
                c.k1(),
                c.k2(),
                c.k3(),
                c.p1(),
                c.p2(),
                c.k4());
    }
}
