package org.nadir.engine.fusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nadir.engine.depth.DenseSettings;
import org.nadir.engine.depth.DepthStage;
import org.nadir.engine.depth.ViewPlan;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;

/// From placed shots to the dense cloud: depth maps, fusion, outlier filter, thinning.
public final class DenseReconstruction {

    /// Maps a map is compared with, at most.
    private static final int MOST_NEIGHBOURS = 10;

    private DenseReconstruction() {}

    /// @param cloud filtered points, unclassified
    /// @param spacing median distance between neighbouring points, in metres
    /// @param depthMaps the depth map files, in the order of the shots; read them with
    ///     [org.nadir.engine.depth.DepthMapFile]
    public record Result(DenseCloud cloud, double spacing, List<Path> depthMaps) {}

    /// @param workFolder where depth maps go; those of an earlier run with the same scene and settings are used again
    /// @throws Problem [Problem.Code#NO_DEPTH] or [Problem.Code#EMPTY_CLOUD]
    public static Result run(
            SparseScene scene, DenseSettings settings, Path workFolder, Work work) {
        DepthStage.Result maps = DepthStage.run(scene, settings, workFolder, work.part(0, 0.8));
        DenseCloud fused =
                CloudFusion.fuse(maps.files(), neighbours(maps), settings, work.part(0.8, 0.92));
        work.progress().title("Filtering " + fused.count() + " points");
        DenseCloud filtered =
                OutlierFilter.filter(fused, settings.outlierDeviations(), work.part(0.92, 0.98));
        DenseCloud cloud = CloudThinning.thin(filtered, settings.sampleRadius());
        work.progress().fraction(1);
        if (cloud.count() == 0) {
            throw new Problem(
                    Problem.Code.EMPTY_CLOUD,
                    "The dense cloud is empty: reconstruction failed or the boundary excludes it.");
        }
        work.console()
                .info(
                        "Dense cloud: %d points from %d depth maps."
                                .formatted(cloud.count(), maps.files().size()));
        return new Result(cloud, OutlierFilter.spacing(cloud), maps.files());
    }

    /// For each map, the maps of its source views and of the views it is a source of.
    private static List<int[]> neighbours(DepthStage.Result maps) {
        Map<Integer, Integer> fileOfShot = new HashMap<>();
        for (int shot : maps.shots()) {
            fileOfShot.put(shot, fileOfShot.size());
        }
        var sets = new ArrayList<TreeSet<Integer>>();
        for (int i = 0; i < maps.files().size(); i++) {
            sets.add(new TreeSet<>());
        }
        for (ViewPlan plan : maps.plans()) {
            Integer file = fileOfShot.get(plan.shot());
            for (int source : plan.sources()) {
                Integer other = fileOfShot.get(source);
                if (file != null && other != null) {
                    sets.get(file).add(other);
                    sets.get(other).add(file);
                }
            }
        }
        var result = new ArrayList<int[]>();
        for (TreeSet<Integer> set : sets) {
            result.add(set.stream().limit(MOST_NEIGHBOURS).mapToInt(i -> i).toArray());
        }
        return result;
    }
}
