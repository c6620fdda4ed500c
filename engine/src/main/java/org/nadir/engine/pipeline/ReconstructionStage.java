package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.features.FeatureExtraction;
import org.nadir.engine.features.FeatureQuality;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.features.FeatureSettings;
import org.nadir.engine.matching.MatchSettings;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.matching.PhotoMatcher;
import org.nadir.engine.sfm.LensPriors;
import org.nadir.engine.sfm.SfmAlgorithm;
import org.nadir.engine.sfm.SfmFile;
import org.nadir.engine.sfm.SfmResult;
import org.nadir.engine.sfm.SfmSettings;
import org.nadir.engine.sfm.StructureFromMotion;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;
import org.nadir.imaging.PhotoTags;
import org.nadir.imaging.PhotoTags.FocalSource;

/// Features, matches and structure from motion: from photos to cameras and tie points.
final class ReconstructionStage implements StageAction {

    @Override
    public Stage stage() {
        return Stage.OPENSFM;
    }

    @Override
    public List<String> options() {
        return List.of(
                "feature-quality",
                "min-num-features",
                "matcher-neighbors",
                "matcher-order",
                "use-fixed-camera-params",
                "cameras",
                "camera-lens",
                "sfm-algorithm",
                "sfm-no-partial",
                "rolling-shutter",
                "rolling-shutter-readout",
                "gps-accuracy",
                "gps-z-offset",
                "use-exif",
                "force-gps",
                "skip-band-alignment");
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        run.unalign();
        Path folder = run.project().sfm();
        Files.createDirectories(folder);
        var featureSettings =
                FeatureSettings.of(
                        run.options().integer("min-num-features"),
                        FeatureQuality.of(run.options().text("feature-quality")));
        List<FeatureSet> features =
                new ArrayList<>(
                        FeatureExtraction.extractAll(
                                run.photos(),
                                featureSettings,
                                folder.resolve("features"),
                                work.part(0, 0.5)));
        requireTwo(features);
        var matchSettings =
                MatchSettings.of(
                        run.options().integer("matcher-neighbors"),
                        run.options().integer("matcher-order"));
        List<MatchedPair> pairs =
                PhotoMatcher.match(run.photos(), features, matchSettings, work.part(0.5, 0.8));
        // A gigabyte for a thousand photos, which the adjustment needs more.
        features.replaceAll(FeatureSet::withoutDescriptors);
        BandSurvey bands = run.bands();
        double placedBy = bands == null ? 1 : 0.9;
        SfmResult result =
                StructureFromMotion.reconstruct(
                        run.photos(), features, pairs, settings(run), work.part(0.8, placedBy));
        SfmFile.write(folder.resolve("reconstruction.bin"), result);
        run.sfm(result);
        if (run.intendedReference().isKnown() && !run.reference().isKnown()) {
            work.console()
                    .warning(
                            "The positions do not fix the frame: results have no real scale or location.");
        }
        CameraFiles.write(run);
        if (bands != null) {
            BandCameras.align(run, bands, work.part(placedBy, 1));
        }
    }

    private static void requireTwo(List<FeatureSet> features) {
        long usable = features.stream().filter(f -> f.count() > 0).count();
        if (usable < 2) {
            throw new Problem(
                    Problem.Code.TOO_FEW_IMAGES,
                    "At least two overlapping images are needed; " + usable + " could be used.");
        }
    }

    /// Where two sources in the tags disagree on the focal length, the photos have more say.
    private static SfmSettings settings(Run run) {
        Map<String, Double> focalSd = new HashMap<>();
        LensPriors lens = LensPriors.defaults();
        for (int p = 0; p < run.inputs().size(); p++) {
            var focal = run.inputs().get(p).tags().focal();
            String camera = run.photos().get(p).camera().id();
            if (run.isCalibrated(camera)) {
                continue;
            }
            switch (focal.source()) {
                case ASSUMED -> focalSd.put(camera, 0.3);
                case EQUIVALENT_35MM, FOCAL_PLANE_RESOLUTION, FIELD_OF_VIEW, SENSOR_TABLE -> {
                    // The maker's own 35 mm value is the best of the sources, though rounded;
                    // others go wrong more easily.
                    double tolerated = focal.source() == FocalSource.EQUIVALENT_35MM ? 0.1 : 0.03;
                    double sd = Math.max(lens.focal(), rounding(focal));
                    focalSd.put(
                            camera,
                            focal.disagreement() > tolerated
                                    ? Math.max(sd, focal.disagreement())
                                    : sd);
                }
            }
        }
        return SfmSettings.defaults()
                .withAlgorithm(
                        SfmAlgorithm.valueOf(
                                run.options().text("sfm-algorithm").toUpperCase(Locale.ROOT)))
                .withJoinedParts(!run.options().flag("sfm-no-partial"))
                .withControlPoints(run.control())
                .withGpsBesideControl(run.options().flag("force-gps"))
                .withLens(
                        lens.withFixed(run.options().flag("use-fixed-camera-params"))
                                .withFocal(focalSd));
    }

    /// The standard deviation of a 35 mm value, which tags give in whole millimetres, as a share of it.
    private static double rounding(PhotoTags.Focal focal) {
        return focal.source() == FocalSource.EQUIVALENT_35MM
                ? 1 / Math.sqrt(12) / (36 * focal.ratio())
                : 0;
    }
}
