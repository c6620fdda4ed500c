package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.mesh.MeshPly;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.work.Work;

/// The model as triangles: the surface seen from above, or a surface in space.
final class MeshingStage implements StageAction {

    @Override
    public Stage stage() {
        return Stage.ODM_MESHING;
    }

    @Override
    public List<String> options() {
        return List.of(
                "mesh-size",
                "mesh-octree-depth",
                "skip-3dmodel",
                "use-3dmesh",
                "fast-orthophoto",
                "dem-resolution",
                "dem-gapfill-steps",
                "ignore-gsd");
    }

    @Override
    public List<String> products() {
        return List.of("odm_meshing");
    }

    @Override
    public boolean isWanted(Run run) {
        return ModelPlan.isWanted(run.options());
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        work.console().info(run.modelPlan().explanation(run.sfm().scene().shots()));
        TriangleMesh mesh = run.mesh(work);
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "The model has %,d vertices and %,d faces",
                                mesh.vertexCount(),
                                mesh.faceCount()));
        boolean solid = run.modelPlan().isSolid();
        MeshPly.write(run.product(run.project().mesh(solid)), mesh);
    }
}
