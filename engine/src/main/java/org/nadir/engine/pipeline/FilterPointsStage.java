package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GroundClassifier;
import org.nadir.engine.terrain.PlateauRemoval;
import org.nadir.engine.terrain.SmrfSettings;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;

/// Brings the result to a reference surface if there is one, limits the cloud to the boundary and tells ground from the
/// rest.
final class FilterPointsStage implements StageAction {

    @Override
    public Stage stage() {
        return Stage.ODM_FILTERPOINTS;
    }

    @Override
    public List<String> options() {
        return List.of(
                "boundary",
                "auto-boundary",
                "auto-boundary-distance",
                "pc-classify",
                "pc-rectify",
                "dtm",
                "smrf-scalar",
                "smrf-slope",
                "smrf-threshold",
                "smrf-window");
    }

    @Override
    public String inputs(Run run) throws IOException {
        return ReferenceAlignment.fingerprint(run);
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        DenseCloud all = CloudFile.read(run.project().depth().resolve("cloud.bin"));
        ReferenceAlignment.apply(run, all, work.part(0, 0.5));
        DenseCloud cloud = inside(all, Boundary.of(run, work), work);
        boolean classified =
                run.options().flag("pc-classify")
                        || run.options().flag("pc-rectify")
                        || run.options().flag("dtm");
        if (run.reference().isKnown() && classified) {
            var counts = GroundClassifier.classify(cloud, smrf(run), work);
            work.console()
                    .info(
                            String.format(
                                    Locale.ROOT,
                                    "Ground: %,d points; other: %,d; noise: %,d",
                                    counts.ground(),
                                    counts.unclassified(),
                                    counts.noise()));
            if (run.options().flag("pc-rectify")) {
                rectify(cloud, work);
            }
        }
        CloudFile.write(run.project().filteredCloud(), cloud);
        run.cloud(cloud);
    }

    private static void rectify(DenseCloud cloud, Work work) {
        int removed = PlateauRemoval.remove(cloud, work);
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "Taken from the ground as roofs and the like: %,d points",
                                removed));
    }

    private static SmrfSettings smrf(Run run) {
        return new SmrfSettings(
                run.options().number("smrf-scalar"),
                run.options().number("smrf-slope"),
                run.options().number("smrf-threshold"),
                run.options().number("smrf-window"));
    }

    private static DenseCloud inside(DenseCloud cloud, @Nullable CropPolygon boundary, Work work) {
        if (boundary == null) {
            return cloud;
        }
        int kept = 0;
        var keep = new boolean[cloud.count()];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = boundary.contains(cloud.xyz()[3 * i], cloud.xyz()[3 * i + 1]);
            kept += keep[i] ? 1 : 0;
        }
        if (kept == 0) {
            throw new Problem(
                    Problem.Code.EMPTY_CLOUD,
                    "The dense cloud is empty: the boundary excludes all of it. The boundary must be one polygon that covers the survey area.");
        }
        if (kept == keep.length) {
            return cloud;
        }
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "%,d of %,d points lie inside the boundary",
                                kept,
                                keep.length));
        return select(cloud, keep, kept);
    }

    private static DenseCloud select(DenseCloud cloud, boolean[] keep, int kept) {
        var xyz = new double[3 * kept];
        var normal = new float[3 * kept];
        var rgb = new byte[3 * kept];
        var views = new byte[kept];
        var classification = new byte[kept];
        int to = 0;
        for (int i = 0; i < keep.length; i++) {
            if (keep[i]) {
                System.arraycopy(cloud.xyz(), 3 * i, xyz, 3 * to, 3);
                System.arraycopy(cloud.normal(), 3 * i, normal, 3 * to, 3);
                System.arraycopy(cloud.rgb(), 3 * i, rgb, 3 * to, 3);
                views[to] = cloud.views()[i];
                classification[to++] = cloud.classification()[i];
            }
        }
        return new DenseCloud(xyz, normal, rgb, views, classification);
    }
}
