package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a run may use.
///
/// @param threads working threads
/// @param heapMegabytes bound of the heap
/// @param freeDiskMegabytes free space where the project lies
record Machine(int threads, double heapMegabytes, double freeDiskMegabytes) {

    static Machine of(int threads, Path folder) throws IOException {
        return new Machine(
                threads,
                Runtime.getRuntime().maxMemory() / 1e6,
                Files.getFileStore(folder).getUsableSpace() / 1e6);
    }

    Machine withThreads(int fewer) {
        return new Machine(fewer, heapMegabytes, freeDiskMegabytes);
    }
}
