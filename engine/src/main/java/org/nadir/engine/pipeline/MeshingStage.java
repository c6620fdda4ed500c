package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.work.Work;

/// The surface as triangles.
final class MeshingStage implements StageAction {

    @Override
    public Stage stage() {
        return Stage.ODM_MESHING;
    }

    @Override
    public List<String> options() {
        return List.of(
                "mesh-size", "skip-3dmodel", "dem-resolution", "dem-gapfill-steps", "ignore-gsd");
    }

    @Override
    public boolean isWanted(Run run) {
        return !run.options().flag("skip-3dmodel") && !run.options().flag("fast-orthophoto");
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        TriangleMesh mesh = run.mesh(work);
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "The model has %,d vertices and %,d faces",
                                mesh.vertexCount(),
                                mesh.faceCount()));
    }
}
