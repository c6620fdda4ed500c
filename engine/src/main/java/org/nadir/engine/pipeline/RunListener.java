package org.nadir.engine.pipeline;

import org.nadir.engine.work.Console;

/// Hears how a run goes. Called from several threads.
public interface RunListener extends Console {

    /// @param stage stage that runs now
    /// @param inStage share of the stage that is done, 0 to 1
    /// @param percent overall progress, 0 to 100, never smaller than before
    /// @param secondsLeft estimate for the whole run; negative when there is none yet
    /// @param title what is going on, in words
    void progress(Stage stage, double inStage, double percent, long secondsLeft, String title);
}
