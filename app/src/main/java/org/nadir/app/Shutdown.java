package org.nadir.app;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes a running part of the program when the process is asked to end.
final class Shutdown {

    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private Shutdown() {}

    /// @param stopped counted down when all is closed, so that the main thread may return
    static void onSignal(AutoCloseable running, CountDownLatch stopped) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        LOG.info("Stopping");
                                        running.close();
                                    } catch (Exception failure) {
                                        LOG.error("Could not stop cleanly", failure);
                                    }
                                    stopped.countDown();
                                },
                                "shutdown"));
    }
}
