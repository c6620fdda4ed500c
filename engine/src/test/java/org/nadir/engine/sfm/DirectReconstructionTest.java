package org.nadir.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Progress;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Holds blocks that were placed at once against the truth, and against the same block placed photo by photo.
class DirectReconstructionTest {

    private final List<String> console = Collections.synchronizedList(new ArrayList<>());

    private SfmResult reconstruct(SyntheticBlock block, SfmAlgorithm algorithm) {
        var settings = SfmSettings.defaults().withRefined(false).withAlgorithm(algorithm);
        console.clear();
        try (var workers = new Workers(2)) {
            var work =
                    new Work(
                            workers,
                            Progress.none(),
                            Cancellation.never(),
                            (level, text) -> console.add(text));
            return StructureFromMotion.reconstruct(
                    block.photos, block.features, block.pairs, settings, work);
        }
    }

    private static SyntheticBlock block() {
        return SyntheticBlock.nadir(6, 8, 0.05, 21).withGps(2, 5);
    }

    /// Attitudes that are wrong by `degrees` about each axis.
    private static SyntheticBlock withAttitudes(SyntheticBlock block, double degrees) {
        var random = new SplittableRandom(5);
        double sd = Math.toRadians(degrees);
        for (int p = 0; p < block.photos.size(); p++) {
            double[] error =
                    Rotations.fromAxisAngle(
                            sd * random.nextGaussian(),
                            sd * random.nextGaussian(),
                            sd * random.nextGaussian());
            block.photos.set(
                    p,
                    block.photos
                            .get(p)
                            .withRoughAttitude(
                                    Rotations.multiply(
                                            error, block.poses.get(p).cameraFromWorld())));
        }
        return block;
    }

    private void holdsAgainstIncremental(SyntheticBlock block, SfmAlgorithm algorithm) {
        SfmResult slow = reconstruct(block, SfmAlgorithm.INCREMENTAL);
        SfmResult fast = reconstruct(block, algorithm);
        assertThat(console).noneMatch(line -> line.contains("does not suit"));
        assertThat(fast.statistics().unplaced()).isEmpty();
        assertThat(fast.statistics().reprojection().meanPixels()).isBetween(0.4, 0.65);
        // Both end in the same adjustment: the same minimum, up to a few observations at the limit.
        assertThat(fast.scene().pointCount())
                .isGreaterThan((int) (0.99 * slow.scene().pointCount()));
        assertThat(new Comparison(block, fast).rmsAfterSimilarity)
                .isLessThan(new Comparison(block, slow).rmsAfterSimilarity + 0.01);
        assertThat(new Comparison(block, fast).worstTurn).isLessThan(0.25);
    }

    @Test
    void startsFromMeasuredPositionsAndAttitudes() {
        holdsAgainstIncremental(withAttitudes(block(), 3), SfmAlgorithm.TRIANGULATION);
    }

    @Test
    void findsTheHeadingsOfPhotosThatLookDown() {
        holdsAgainstIncremental(block(), SfmAlgorithm.PLANAR);
    }

    @Test
    void somePhotosWithoutAttitudeAreAddedAfterwards() {
        SyntheticBlock block = withAttitudes(block(), 3);
        for (int p : new int[] {3, 17, 30}) {
            block.photos.set(p, block.photos.get(p).withRoughAttitude(null));
        }
        holdsAgainstIncremental(block, SfmAlgorithm.TRIANGULATION);
    }

    @Test
    void wrongAttitudesFallBack() {
        SyntheticBlock block =
                withAttitudes(SyntheticBlock.nadir(3, 4, 0.05, 21).withGps(2, 5), 60);
        SfmResult result = reconstruct(block, SfmAlgorithm.TRIANGULATION);
        assertThat(console).anyMatch(line -> line.contains("triangulation does not suit"));
        assertThat(result.statistics().unplaced()).isEmpty();
    }

    @Test
    void missingAttitudesFallBack() {
        SyntheticBlock block = SyntheticBlock.nadir(3, 4, 0.05, 21).withGps(2, 5);
        SfmResult result = reconstruct(block, SfmAlgorithm.TRIANGULATION);
        assertThat(console)
                .contains(
                        "sfm-algorithm triangulation does not suit these photos: the positions or"
                                + " attitudes of 12 photos are not known. They are placed one by one"
                                + " instead.");
        assertThat(result.statistics().unplaced()).isEmpty();
    }

    /// What tags get wrong.
    private enum Tags {
        HEIGHTS_DRIFT {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return at(photo, 0, 0, 100.0 * p / (n - 1));
            }
        },
        HEIGHTS_DRIFT_BY_MORE {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return at(photo, 0, 0, 300.0 * p / (n - 1));
            }
        },
        /// A program has turned the pixels of a line and left the angles as they were.
        HEIGHTS_DRIFT_AND_A_LINE_IS_TURNED {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                Photo risen = HEIGHTS_DRIFT.wrong(photo, p, n);
                return p / 6 == 1 ? turned(risen, 0, 0, Math.PI) : risen;
            }
        },
        NO_POSITIONS {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return at(photo, Double.NaN, 0, 0);
            }
        },
        A_TENTH_WITHOUT_POSITIONS {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return at(photo, p % 10 == 4 ? Double.NaN : 0, 0, 0);
            }
        },
        A_TENTH_OF_POSITIONS_WRONG {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return at(photo, p % 10 == 4 ? 160 : 0, p % 10 == 4 ? -120 : 0, 0);
            }
        },
        POSITIONS_OF_OTHERS {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return at(photo, 60 * Math.sin(40 * p), 60 * Math.cos(70 * p), 0);
            }
        },
        ATTITUDES_AHEAD {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return photo.withRoughAttitude(new double[] {1, 0, 0, 0, 0, -1, 0, 1, 0});
            }
        },
        ATTITUDES_WITHOUT_HEADING {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return photo.withRoughAttitude(new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1});
            }
        },
        HEADINGS_OFF_BY_90 {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return turned(photo, 0, 0, Math.PI / 2);
            }
        },
        PITCHES_OFF_BY_90 {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return turned(photo, Math.PI / 2, 0, 0);
            }
        },
        TILTS_OFF_BY_20 {
            @Override
            Photo wrong(Photo photo, int p, int n) {
                return turned(photo, Math.toRadians(20), 0, 0);
            }
        };

        abstract Photo wrong(Photo photo, int p, int n);

        /// Moved in the world; without a position where `dx` is NaN.
        private static Photo at(Photo photo, double dx, double dy, double dz) {
            Photo.Position at = java.util.Objects.requireNonNull(photo.position());
            var moved =
                    Double.isNaN(dx)
                            ? null
                            : new Photo.Position(
                                    at.x() + dx,
                                    at.y() + dy,
                                    at.z() + dz,
                                    at.horizontalSd(),
                                    at.verticalSd());
            return new Photo(photo.name(), photo.file(), photo.camera(), moved, null, 0)
                    .withRoughAttitude(photo.roughAttitude());
        }

        /// Turned about the axes of the camera.
        private static Photo turned(Photo photo, double x, double y, double z) {
            double[] known = java.util.Objects.requireNonNull(photo.roughAttitude());
            return photo.withRoughAttitude(
                    Rotations.multiply(Rotations.fromAxisAngle(x, y, z), known));
        }
    }

    private static SyntheticBlock wrong(Tags tags, double attitudeError) {
        SyntheticBlock block =
                withAttitudes(SyntheticBlock.nadir(4, 6, 0.05, 21).withGps(2, 5), attitudeError);
        for (int p = 0; p < block.photos.size(); p++) {
            block.photos.set(p, tags.wrong(block.photos.get(p), p, block.photos.size()));
        }
        return block;
    }

    /// Tags that are wrong in a way that the photos tell must cost nothing but time.
    @ParameterizedTest
    @EnumSource
    void wrongTagsDoNotBendTheBlock(Tags tags) {
        SyntheticBlock block = wrong(tags, 1);
        SfmResult slow = reconstruct(block, SfmAlgorithm.INCREMENTAL);
        for (SfmAlgorithm direct : List.of(SfmAlgorithm.TRIANGULATION, SfmAlgorithm.PLANAR)) {
            SfmResult fast = reconstruct(block, direct);
            assertThat(fast.statistics().unplaced()).as("%s", direct).isEmpty();
            assertThat(fast.statistics().reprojection().meanPixels())
                    .as("%s", direct)
                    .isLessThan(slow.statistics().reprojection().meanPixels() + 0.01);
            assertThat(new Comparison(block, fast).rmsAfterSimilarity)
                    .as("%s", direct)
                    .isLessThan(new Comparison(block, slow).rmsAfterSimilarity + 0.01);
            assertThat(new Comparison(block, fast).tilt)
                    .as("%s", direct)
                    .isLessThan(new Comparison(block, slow).tilt + 0.3);
        }
    }

    @Test
    void anOrbitIsNotPlanar() {
        SyntheticBlock block = SyntheticBlock.orbit(18, 2).withGps(0.1, 0.1);
        SfmResult result = reconstruct(block, SfmAlgorithm.PLANAR);
        assertThat(console).anyMatch(line -> line.contains("planar does not suit"));
        assertThat(result.statistics().unplaced()).isEmpty();
    }
}
