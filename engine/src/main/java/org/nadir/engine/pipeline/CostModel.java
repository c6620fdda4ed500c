package org.nadir.engine.pipeline;

/// What each stage costs, from the amount of work alone: linear in megapixels, pairs, points and cells.
///
/// The constants were measured on a machine with two cores (AMD EPYC with AVX-512, Temurin 25) from two runs, each with the
/// options `dsm` and `dtm`: the Brighton block (18 photos of 9.0 megapixels, 85 pairs, 10.1 megapixels of depth maps, 1.65
/// million points, rasters of 5.9 megapixels) at full size, and the same photos at 1600×900. Those per megapixel of depth map and per
/// million points come from an Intel Xeon with two cores, at full size. Times on an idle machine are in the project's
/// PERFORMANCE.md; the split within a stage comes from processor times. Each constant names what it was divided by.
final class CostModel {

    /// Bytes of one point of the dense cloud: position 24, normal 12, colour 3, views 1, class 1.
    private static final double POINT = 41;

    /// Bytes of a cell while a height model is made: heights and a copy while they are smoothed (`MedianFilter`), or heights, two
    /// marks and votes while edges are placed (`SurfaceEdges`), which is less.
    private static final double HEIGHT_IN_WORK = 8;

    /// By how much placing edges needs a larger heap: photos may take a sixth of it (`SurfaceEdges`).
    private static final double WITH_PHOTOS = 1.2;

    /// Bytes of a cell of a finished height model.
    private static final double HEIGHT = 4;

    /// Bytes of a cell of the surface that the orthophoto's plan looks at: heights, scatter, smoothed and in between.
    private static final double PLAN_SURFACE = 28;

    /// Millions of cells beyond which the plan looks at a coarser surface (see `OrthophotoBuilder`).
    private static final double MOST_PLAN_CELLS = 16;

    /// Millions of cells of the surface of a split block: the orthophoto is planned for the block as a whole.
    private static final double MOST_OVERVIEW_CELLS = Run.OVERVIEW_CELLS / 1e6;

    private CostModel() {}

    static StageCost of(Stage stage, Workload work) {
        return switch (stage) {
            case DATASET -> dataset(work);
            case OPENSFM -> reconstruction(work);
            case OPENMVS -> dense(work);
            case ODM_FILTERPOINTS -> filter(work);
            case ODM_MESHING -> meshing(work);
            case MVS_TEXTURING -> texturing(work);
            case ODM_GEOREFERENCING -> cloudFiles(work);
            case ODM_DEM -> elevation(work);
            case ODM_ORTHOPHOTO -> orthophoto(work);
            case ODM_REPORT -> report(work);
            case ODM_POSTPROCESS -> new StageCost(0.1, 0, 10, 0, 0);
        };
    }

    /// Headers only.
    private static StageCost dataset(Workload work) {
        return new StageCost(0.3 + 0.01 * work.photos(), 0, 20 + 0.02 * work.photos(), 0, 0.1);
    }

    /// Time: decoding 0.02 s and looking at the full-size photos again 0.04 s per photo megapixel; features 0.08 s per
    /// megapixel searched; matching 0.05 s per pair of 10,000 features each; adjustment 0.15 s per photo; aligning the other
    /// bands of a multispectral survey, see [#aligning].
    ///
    /// Memory: descriptors (128 bytes) and places (16) of all features, as much again for matches and tracks; per thread the
    /// ten float planes of the feature search, at twice the size where photos are small (see `FeatureExtraction`), and a
    /// decoded photo of four bytes a pixel. Disk: 145 bytes a feature.
    private static StageCost reconstruction(Workload work) {
        double pixels = work.photos() * work.photoMegapixels();
        double featureShare = work.features() / 10_000.0;
        double seconds =
                0.06 * pixels
                        + 0.08 * work.photos() * work.featureMegapixels()
                        + 0.05 * work.pairs() * featureShare * featureShare
                        + 0.15 * work.photos()
                        + aligning(work.bands());
        double features = 145e-6 * work.photos() * work.features();
        double doubled = work.featureMegapixels() <= 4 ? 4 : 1;
        return new StageCost(
                seconds,
                0.85,
                40 + 2 * features,
                40 * work.featureMegapixels() * doubled + 4 * work.largestMegapixels(),
                features + 0.05 * work.photos());
    }

    /// 0.08 s a photo and 0.08 s a megapixel, from processor times of rendered captures of five bands: 0.18 s a photo of 480×360,
    /// 0.22 s a photo of 800×600, of which two threads take half.
    private static double aligning(Workload.Bands bands) {
        return bands.alignedPhotos() == 0
                ? 0
                : 0.08 * bands.alignedPhotos() + 0.08 * bands.furtherMegapixels();
    }

    /// Time: decoding 0.02 s per photo megapixel; 4.5 s per megapixel of depth map, merging and filtering included. It was 2.4 s over
    /// streets and 5.7 s where a third of the ground is wood, whose leaves are all edges.
    ///
    /// Memory: the points of a batch of photos and their neighbours (see `DenseStage`) three times over while they are merged and
    /// filtered, or those of a group, and in the end the whole cloud; per thread 110 bytes per pixel of its depth map
    /// (see `DepthEstimator`) and 40 of pictures; or the decoded photo. Disk: 5 bytes a pixel for the undistorted photo, 10 for the
    /// depth map, and the cloud.
    private static StageCost dense(Workload work) {
        double pixels = work.photos() * work.photoMegapixels();
        double depth = work.photos() * work.depthMegapixels();
        double cloud = POINT * work.megapoints();
        double merged =
                Math.min(1.0 / work.groups().count(), 2.0 * DenseStage.BATCH / work.photos());
        return new StageCost(
                0.02 * pixels + 4.5 * depth,
                0.95,
                40 + cloud + 2 * cloud * Math.min(1, merged),
                Math.max(150 * work.depthMegapixels(), 4 * work.largestMegapixels()),
                15 * depth + cloud);
    }

    /// Time 0.7 s per million points. Memory: the cloud and a copy; the ground is searched in a coarse raster.
    private static StageCost filter(Workload work) {
        double cloud = POINT * work.megapoints();
        return new StageCost(0.7 * work.megapoints(), 0.6, 40 + 2 * cloud, 0, cloud);
    }

    /// Time: the surface 0.7 s per million cells, of which edges are 0.3 s, and 0.5 s per million points, triangles 4 s. Memory: the surface
    /// in work.
    private static StageCost meshing(Workload work) {
        return new StageCost(
                4 + 0.7 * work.demMegacells() + 0.5 * work.megapoints(),
                0.6,
                surface(work, 40),
                0,
                0);
    }

    /// Memory while the surface under all products is made and its edges are placed, megabytes: the cloud and the heights; in a split
    /// block the cloud and the heights of a group beside the whole cloud.
    private static double surface(Workload work, double other) {
        double share = work.groups().share();
        double cloud = POINT * work.megapoints();
        double ofGroup = work.groups().count() == 1 ? 0 : share * cloud;
        return WITH_PHOTOS
                * (other + cloud + ofGroup + HEIGHT_IN_WORK * share * work.demMegacells());
    }

    /// Time: 0.06 s per photo megapixel and 6 s for the triangles and pages. Memory: the cloud, the surface, the pages (up
    /// to 300 MB); per thread a decoded photo, twice. Disk: 100 MB of pages as PNG and the triangles.
    private static StageCost texturing(Workload work) {
        double pixels = work.photos() * work.photoMegapixels();
        return new StageCost(
                6 + 0.06 * pixels,
                0.6,
                300 + POINT * work.megapoints() + HEIGHT * sharedMegacells(work),
                8 * work.largestMegapixels(),
                30 + Math.min(100, 0.5 * pixels));
    }

    /// Time 1 s per million points. Disk: compressed 12, PLY 28 and streamed cloud 20 bytes a point.
    private static StageCost cloudFiles(Workload work) {
        double cloud = POINT * work.megapoints();
        return new StageCost(work.megapoints(), 0, 40 + cloud, 0, 60 * work.megapoints());
    }

    /// Millions of cells of the surface that the stages share; that of a split block is coarser.
    private static double sharedMegacells(Workload work) {
        return work.groups().count() == 1
                ? work.demMegacells()
                : Math.min(MOST_OVERVIEW_CELLS, work.demMegacells());
    }

    /// Time, per model, 0.35 s per million cells and 0.2 s per million points. Memory: as that of the surface, beside the one that all
    /// stages share. Disk 3.5 bytes a cell, overviews included.
    private static StageCost elevation(Workload work) {
        double cells = work.elevationModels() * work.demMegacells();
        return new StageCost(
                0.35 * cells + 0.2 * work.elevationModels() * work.megapoints(),
                0.8,
                surface(work, 60 + HEIGHT * sharedMegacells(work)),
                0,
                3.5 * cells);
    }

    /// Time: 0.04 s per photo megapixel, 0.1 s per million bytes of the picture (0.4 s per megapixel in colours). Memory: the
    /// cloud, the surface and what the plan looks at of it, some 60 bytes for each of at most five million cells of the seam plan,
    /// the strip in work; per thread a decoded photo, and another as large. Disk 0.875 of the picture's bytes, overviews included.
    private static StageCost orthophoto(Workload work) {
        double pixels = work.photos() * work.photoMegapixels();
        double cells = sharedMegacells(work);
        return new StageCost(
                0.04 * (pixels + work.bands().furtherMegapixels())
                        + 0.1 * work.bands().pixelBytes() * work.orthoMegapixels(),
                0.8,
                60
                        + POINT * work.megapoints()
                        + HEIGHT * cells
                        + PLAN_SURFACE * Math.min(MOST_PLAN_CELLS, cells)
                        + 60 * Math.min(5, work.orthoMegapixels()),
                8 * work.largestMegapixels(),
                0.875 * work.bands().pixelBytes() * work.orthoMegapixels());
    }

    private static StageCost report(Workload work) {
        return new StageCost(1.5 + 0.02 * work.photos(), 0, 100 + POINT * work.megapoints(), 0, 5);
    }
}
