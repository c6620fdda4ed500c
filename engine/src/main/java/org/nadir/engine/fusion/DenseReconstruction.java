package org.nadir.engine.fusion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
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

    /// Takes the points of one group, in the order of the groups.
    @FunctionalInterface
    public interface GroupSink {
        void take(int group, DenseCloud cloud) throws IOException;
    }

    /// @param cloud filtered points, unclassified
    /// @param spacing median distance between neighbouring points, in metres
    /// @param depthMaps the depth map files, in the order of the shots; read them with
    ///     [org.nadir.engine.depth.DepthMapFile]
    public record Result(DenseCloud cloud, double spacing, List<Path> depthMaps) {}

    /// @param workFolder where depth maps go; those of an earlier run with the same scene and settings are used again
    /// @throws Problem [Problem.Code#NO_DEPTH] or [Problem.Code#EMPTY_CLOUD]
    public static Result run(
            SparseScene scene, DenseSettings settings, Path workFolder, Work work) {
        List<DenseCloud> whole = new ArrayList<>();
        try {
            List<Path> maps =
                    run(
                            scene,
                            settings,
                            workFolder,
                            new int[scene.shots().size()],
                            1,
                            (group, cloud) -> whole.add(cloud),
                            work);
            DenseCloud cloud = CloudThinning.thin(whole.getFirst(), settings.sampleRadius());
            return new Result(cloud, OutlierFilter.spacing(cloud), maps);
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    /// As the shorter form, but merges and filters the maps of one group of shots after the other. Each point comes from
    /// the group of one of its shots, so together the groups' clouds are the whole one; it is not thinned.
    ///
    /// @param groupOf the group of each shot
    /// @return the depth map files
    public static List<Path> run(
            SparseScene scene,
            DenseSettings settings,
            Path workFolder,
            int[] groupOf,
            int groups,
            GroupSink sink,
            Work work)
            throws IOException {
        DepthStage.Result maps = DepthStage.run(scene, settings, workFolder, work.part(0, 0.8));
        List<int[]> neighbours = neighbours(maps);
        CloudFusion fusion =
                CloudFusion.of(maps.files(), neighbours, settings, work.part(0.8, 0.86));
        long points = 0;
        for (int group = 0; group < groups; group++) {
            Work part = work.part(0.86 + 0.14 * group / groups, 0.86 + 0.14 * (group + 1) / groups);
            DenseCloud cloud =
                    filtered(fusion, membersOf(group, groupOf, maps), neighbours, settings, part);
            points += cloud.count();
            sink.take(group, cloud);
        }
        work.progress().fraction(1);
        if (points == 0) {
            throw new Problem(
                    Problem.Code.EMPTY_CLOUD,
                    "The dense cloud is empty: reconstruction failed or the boundary excludes it.");
        }
        work.console()
                .info(
                        "Dense cloud: %d points from %d depth maps."
                                .formatted(points, maps.files().size()));
        return maps.files();
    }

    /// The maps of a group's shots.
    private static int[] membersOf(int group, int[] groupOf, DepthStage.Result maps) {
        return IntStream.range(0, maps.files().size())
                .filter(file -> groupOf[maps.shots()[file]] == group)
                .toArray();
    }

    /// The points of some maps without the outliers among them, which are told by those of neighbouring maps as well.
    private static DenseCloud filtered(
            CloudFusion fusion,
            int[] own,
            List<int[]> neighbours,
            DenseSettings settings,
            Work work) {
        var others = new TreeSet<Integer>();
        for (int map : own) {
            for (int neighbour : neighbours.get(map)) {
                others.add(neighbour);
            }
        }
        for (int map : own) {
            others.remove(map);
        }
        CloudFusion.Owned points =
                fusion.merge(
                        own,
                        others.stream().mapToInt(Integer::intValue).toArray(),
                        work.part(0, 0.5));
        work.progress().title("Filtering " + points.own() + " points");
        boolean[] keep =
                OutlierFilter.keep(points.cloud(), settings.outlierDeviations(), work.part(0.5, 1));
        Arrays.fill(keep, points.own(), keep.length, false);
        return CloudBuilder.select(points.cloud(), keep);
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
