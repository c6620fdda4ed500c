package org.nadir.nodeodm;

/// Hears of bytes on their way, and may stop the transfer. Called from several threads.
public interface TransferListener {

    /// @param done bytes (download) or files (upload) so far
    /// @param total of how many; -1 when unknown
    void progress(long done, long total);

    /// Asked between files and blocks; true ends the transfer with a [java.util.concurrent.CancellationException].
    default boolean isCancelled() {
        return false;
    }

    static TransferListener none() {
        return (done, total) -> {};
    }
}
