package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.List;
import org.nadir.engine.work.Work;

/// What a stage does. A stage reads what earlier stages left in the run (or, after a restart, in the project folder) and
/// leaves its own results in both.
interface StageAction {

    Stage stage();

    /// Names of the options whose change makes this stage's results useless. Changes of earlier stages count anyway.
    List<String> options();

    /// What else makes this stage's results useless when it changes, as one text.
    default String inputs(Run run) throws IOException {
        return "";
    }

    /// Files and folders, relative to the project's root, that this stage delivers. Those of an earlier run go away before the
    /// stage runs, and when the options want nothing of it: they would pass for results of this run.
    default List<String> products() {
        return List.of();
    }

    /// False when the options leave this stage nothing to do.
    default boolean isWanted(Run run) {
        return true;
    }

    /// True for stages that are cheap, or that load what later ones need: they run even when nothing changed.
    default boolean alwaysRuns() {
        return false;
    }

    void run(Run run, Work work) throws IOException;
}
