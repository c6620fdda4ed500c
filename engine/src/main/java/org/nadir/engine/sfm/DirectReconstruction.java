package org.nadir.engine.sfm;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;

/// Places all photos at once, from measured positions and from attitudes that are measured ([SfmAlgorithm#TRIANGULATION]) or
/// follow from the matches ([SfmAlgorithm#PLANAR]); then makes points and adjusts in rounds, each of which bears less error
/// than the one before. Photos that do not hold, or that their matches with the others contradict, are placed anew among the
/// others' points.
final class DirectReconstruction {

    /// Largest residual of an observation in each round, share of the longer side. The first bears five degrees of attitude.
    private static final double[] LIMITS = {0.08, 0.03, 0.01, 0.004};

    /// Rounds in which the lenses stay as they are.
    private static final int STIFF_ROUNDS = 2;

    /// Share of the photos whose starting pose must be known.
    private static final double LEAST_PHOTOS = 0.8;

    /// Share of the photos that must hold; the others are placed among their points, as photos are that come one by one.
    private static final double LEAST_HOLDING = 0.5;

    /// A photo holds when this share of its observations that could agree does so, and so many of them.
    private static final double LEAST_SHARE = 0.3;

    private static final int LEAST_OBSERVATIONS = 20;

    private final List<Photo> photos;
    private final List<FeatureSet> features;
    private final List<MatchedPair> pairs;
    private final SfmSettings settings;
    private final Work work;

    DirectReconstruction(
            List<Photo> photos,
            List<FeatureSet> features,
            List<MatchedPair> pairs,
            SfmSettings settings,
            Work work) {
        this.photos = photos;
        this.features = features;
        this.pairs = pairs;
        this.settings = settings;
        this.work = work;
    }

    /// Null, with a warning, when the photos do not allow it.
    @Nullable Reconstruction run(Tracks tracks) {
        double[] @Nullable [] attitudes = attitudes();
        var block = new Reconstruction(photos, tracks, work.workers());
        for (int p = 0; p < photos.size(); p++) {
            Photo.Position at = photos.get(p).position();
            double[] attitude = attitudes[p];
            if (at != null && attitude != null) {
                block.place(p, new Pose(attitude, new double[] {at.x(), at.y(), at.z()}));
            }
        }
        if (!settings.useGps() || block.placedCount() < Math.max(3, LEAST_PHOTOS * photos.size())) {
            return refuse(
                    "the positions or attitudes of "
                            + (photos.size() - block.placedCount())
                            + " photos are not known");
        }
        block.georeferenced = true;
        settle(block);
        if (block.placedCount() < LEAST_HOLDING * photos.size()) {
            return refuse(
                    "only "
                            + block.placedCount()
                            + " of "
                            + photos.size()
                            + " photos fit together");
        }
        new Growth(block, new boolean[photos.size()], settings, work).run();
        return block;
    }

    private double[] @Nullable [] attitudes() {
        if (settings.algorithm() == SfmAlgorithm.PLANAR) {
            return new NadirHeadings(photos, features, pairs).attitudes();
        }
        double[] @Nullable [] attitudes = new double[photos.size()][];
        for (int p = 0; p < attitudes.length; p++) {
            attitudes[p] = photos.get(p).roughAttitude();
        }
        return attitudes;
    }

    private @Nullable Reconstruction refuse(String why) {
        String name = settings.algorithm() == SfmAlgorithm.PLANAR ? "planar" : "triangulation";
        work.console()
                .warning(
                        "sfm-algorithm "
                                + name
                                + " does not suit these photos: "
                                + why
                                + ". They are placed one by one instead.");
        return null;
    }

    private void settle(Reconstruction block) {
        var points = new PointMaker(block, work.workers(), settings.minAngle());
        var adjustment = new Adjustment(block, settings, work);
        for (int round = 0; round < LIMITS.length; round++) {
            work.cancellation().check();
            points.triangulateAll(LIMITS[round]);
            adjustment.all(
                    round < STIFF_ROUNDS
                            ? Adjustment.Freedom.NONE
                            : Adjustment.Freedom.FOCAL_AND_RADIAL,
                    15,
                    1e-3);
            double next =
                    round + 1 < LIMITS.length ? LIMITS[round + 1] : 1.5 * settings.outlierError();
            points.keepWhatFits(next);
            work.progress().fraction((round + 1.0) / LIMITS.length);
        }
        int held = block.placedCount();
        for (int p = 0; p < photos.size(); p++) {
            if (block.placed[p] && !holds(block, p)) {
                block.remove(p);
            }
        }
        new PairAgreement(block, features, pairs).removeStrangers(LIMITS[LIMITS.length - 1], work);
        if (block.placedCount() < held) {
            points.keepWhatFits(1.5 * settings.outlierError());
        }
    }

    /// Observations of tracks that another placed photo sees too could agree.
    private static boolean holds(Reconstruction block, int photo) {
        Tracks tracks = block.tracks;
        int active = 0;
        int possible = 0;
        for (int k = tracks.photoStart(photo); k < tracks.photoStart(photo + 1); k++) {
            int i = tracks.ofPhoto(k);
            active += block.active[i] ? 1 : 0;
            possible += isShared(block, tracks.track(i), photo) ? 1 : 0;
        }
        return active >= LEAST_OBSERVATIONS && active >= LEAST_SHARE * possible;
    }

    private static boolean isShared(Reconstruction block, int track, int photo) {
        for (int i = block.tracks.start(track); i < block.tracks.start(track + 1); i++) {
            int other = block.tracks.photo(i);
            if (other != photo && block.placed[other]) {
                return true;
            }
        }
        return false;
    }
}
