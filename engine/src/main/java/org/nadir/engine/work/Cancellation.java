package org.nadir.engine.work;

import java.util.concurrent.CancellationException;

/// Whether somebody asked the work to stop. Checked in loops at least every second or so.
public interface Cancellation {

    boolean isCancelled();

    /// Throws when the work shall stop.
    default void check() {
        if (isCancelled()) {
            throw new CancellationException("Cancelled");
        }
    }

    static Cancellation never() {
        return () -> false;
    }
}
