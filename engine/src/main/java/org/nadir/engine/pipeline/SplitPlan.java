package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.options.Options;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.split.MergedSurface;
import org.nadir.engine.split.PhotoGroups;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.GroundClassifier;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.terrain.HeightGrids;
import org.nadir.engine.terrain.SurfaceModel;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;

/// Options `split`, `split-overlap`, `merge` and `merge-skip-blending`: how a block too large for the memory is cut into
/// groups and put together again. Cameras and depth maps are those of the whole block, so the groups fit by construction.
final class SplitPlan {

    /// What belongs to the surface of group and transition: a quarter of the overlap on either side of a cut.
    private static final double BLEND_SHARE = 0.5;

    /// Points up to half the overlap beyond that take part, for holes to be filled alike on both sides.
    private static final double CONTEXT_SHARE = 0.5;

    private static final String GROUPS = "image_groups.txt";

    private SplitPlan() {}

    /// Whether the block is made in groups.
    static boolean isWanted(Options options, int photos) {
        return options.integer("split") < photos;
    }

    /// @throws Problem when the options ask for what there is not
    static void check(Options options) {
        if (!options.text("sm-cluster").isBlank()) {
            throw new Problem(
                    Problem.Code.BAD_OPTION,
                    "sm-cluster is not supported: the groups of a split task are processed on this machine, one after"
                            + " the other. Leave the option out.");
        }
    }

    /// Whether a product is among those that the option `merge` names.
    static boolean merges(Options options, String product) {
        String merge = options.text("merge");
        return merge.equals("all") || merge.equals(product);
    }

    /// The groups of the placed shots: those that somebody made, or compact ones of about `split` photos.
    ///
    /// @param groupOfPhoto by name of the photo, from `image_groups.txt`
    static PhotoGroups groups(
            Map<String, String> groupOfPhoto, Options options, List<Shot> shots, Console console) {
        var xy = new double[2 * shots.size()];
        for (int s = 0; s < shots.size(); s++) {
            xy[2 * s] = shots.get(s).pose().centreInWorld()[0];
            xy[2 * s + 1] = shots.get(s).pose().centreInWorld()[1];
        }
        return groupOfPhoto.isEmpty()
                ? PhotoGroups.bySize(xy, options.integer("split"))
                : named(groupOfPhoto, xy, shots, console);
    }

    private static PhotoGroups named(
            Map<String, String> groupOfPhoto, double[] xy, List<Shot> shots, Console console) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        var groupOf = new int[shots.size()];
        for (int s = 0; s < groupOf.length; s++) {
            String group = groupOfPhoto.get(shots.get(s).name());
            groupOf[s] = group == null ? -1 : number(numbers, group);
        }
        if (numbers.isEmpty()) {
            throw new Problem(
                    Problem.Code.BAD_OPTION,
                    GROUPS
                            + " names none of the photos. Each line holds the name of a photo and the name of its group.");
        }
        join(groupOf, xy, console);
        return PhotoGroups.named(xy, groupOf, numbers.size());
    }

    private static int number(Map<String, Integer> numbers, String group) {
        Integer known = numbers.putIfAbsent(group, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }

    /// Photos without a group join that of the nearest photo with one.
    private static void join(int[] groupOf, double[] xy, Console console) {
        int[] listed = groupOf.clone();
        int missing = 0;
        for (int s = 0; s < groupOf.length; s++) {
            if (listed[s] >= 0) {
                continue;
            }
            missing++;
            double nearest = Double.MAX_VALUE;
            for (int o = 0; o < groupOf.length; o++) {
                double distance = Math.hypot(xy[2 * s] - xy[2 * o], xy[2 * s + 1] - xy[2 * o + 1]);
                if (listed[o] >= 0 && distance < nearest) {
                    nearest = distance;
                    groupOf[s] = listed[o];
                }
            }
        }
        if (missing > 0) {
            console.warning(
                    GROUPS
                            + " does not name "
                            + missing
                            + " of the photos: they join the group of their nearest neighbour.");
        }
    }

    /// Metres that a group's surface reaches at most beyond its own ground.
    ///
    /// @param overlap as the option `split-overlap` has it
    static double margin(double overlap) {
        return (BLEND_SHARE / 2 + CONTEXT_SHARE) * overlap;
    }

    /// The overlap at which a group's surface reaches so far beyond its own ground.
    static double overlap(double margin) {
        return margin / (BLEND_SHARE / 2 + CONTEXT_SHARE);
    }

    /// The surface model of the whole block, made group by group.
    static MergedSurface surface(Run run, Work work) throws IOException {
        return merged(run, run.outline(), "dsm", work);
    }

    /// The terrain model of the whole block, made group by group.
    static MergedSurface terrain(Run run, Work work) throws IOException {
        return merged(run, run.crop(), "dtm", work);
    }

    private static MergedSurface merged(Run run, CropPolygon area, String name, Work work)
            throws IOException {
        double overlap =
                run.options().flag("merge-skip-blending")
                        ? 0
                        : BLEND_SHARE * run.options().number("split-overlap");
        double context = CONTEXT_SHARE * run.options().number("split-overlap");
        PhotoGroups groups = run.groups();
        GridFrame frame = area.frame(run.demSettings().cell());
        return MergedSurface.of(
                frame,
                groups,
                overlap,
                run.project().submodels(),
                name,
                (group, window) -> {
                    Work part =
                            work.part(
                                    group / (double) groups.count(),
                                    (group + 1.0) / groups.count());
                    return part(run, area, name.equals("dtm"), window, context, part);
                });
    }

    private static @Nullable HeightGrid part(
            Run run, CropPolygon area, boolean ground, GridFrame window, double context, Work work)
            throws IOException {
        double margin = Math.ceil(context / window.cell()) * window.cell();
        GridFrame wide =
                GridFrame.covering(
                        window.left() - margin,
                        window.bottom() - margin,
                        window.right() + margin,
                        window.top() + margin,
                        window.cell());
        DenseCloud cloud = run.cloud().within(wide.left(), wide.bottom(), wide.right(), wide.top());
        CropPolygon polygon = area.inside(wide);
        if (polygon == null || !hasHeights(cloud, ground)) {
            return null;
        }
        HeightGrid grid =
                ground
                        ? SurfaceModel.terrain(cloud, polygon, run.demSettings(), work)
                        : run.surface(cloud, polygon, work);
        return HeightGrids.window(grid, window);
    }

    private static boolean hasHeights(DenseCloud cloud, boolean ground) {
        for (byte code : cloud.classification()) {
            if (ground ? code == GroundClassifier.GROUND : code != GroundClassifier.NOISE) {
                return true;
            }
        }
        return false;
    }
}
