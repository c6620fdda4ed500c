package org.nadir.engine.pipeline;

import org.nadir.engine.work.Progress;

/// Turns the calls of one stage into events that never go back, with the latest title. Thread-safe.
final class StageProgressListener implements Progress {

    interface Report {
        void at(double inStage, String title);
    }

    private final Report report;
    private double done;
    private String title;

    StageProgressListener(Stage stage, Report report) {
        this.report = report;
        this.title = stage.title();
    }

    @Override
    public synchronized void title(String text) {
        title = text;
        report.at(done, title);
    }

    @Override
    public synchronized void fraction(double now) {
        done = Math.clamp(now, done, 1);
        report.at(done, title);
    }
}
