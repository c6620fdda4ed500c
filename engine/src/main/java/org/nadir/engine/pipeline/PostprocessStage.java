package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.nadir.engine.work.Work;

/// Clears away what nobody needs any more.
final class PostprocessStage implements StageAction {

    @Override
    public Stage stage() {
        return Stage.ODM_POSTPROCESS;
    }

    @Override
    public List<String> options() {
        return List.of("optimize-disk-space");
    }

    @Override
    public boolean alwaysRuns() {
        return true;
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        if (!run.options().flag("optimize-disk-space")) {
            return;
        }
        work.console().info("Deleting intermediate files; a restart will begin from the photos");
        run.sfm();
        run.cloud();
        for (Path folder :
                List.of(
                        run.project().depth(),
                        run.project().sfm(),
                        run.project().submodels(),
                        run.project().root().resolve("odm_filterpoints"),
                        run.project().root().resolve("stages"))) {
            ProjectFolder.discard(folder);
        }
    }
}
