package org.nadir.server.job;

/// What a running job tells and hears. Cheap enough for inner loops.
public interface JobProgress {

    /// Says how far the job is.
    ///
    /// @param percent 0 to 100
    /// @param note what is being done, for people
    void at(double percent, String note);

    /// @throws java.util.concurrent.CancellationException when the job shall stop
    void check();

    /// Nobody listens and nobody stops the work.
    static JobProgress silent() {
        return new JobProgress() {
            @Override
            public void at(double percent, String note) {}

            @Override
            public void check() {}
        };
    }
}
