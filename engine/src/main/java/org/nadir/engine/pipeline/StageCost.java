package org.nadir.engine.pipeline;

/// What a stage is expected to take.
///
/// @param seconds on the machine that [CostModel] was measured on, with its two processors
/// @param parallel share of that time that gets shorter with more threads
/// @param megabytes heap that does not depend on the number of threads
/// @param megabytesPerThread heap that each thread adds
/// @param diskMegabytes what it leaves in the project folder
record StageCost(
        double seconds,
        double parallel,
        double megabytes,
        double megabytesPerThread,
        double diskMegabytes) {

    private static final int MEASURED_THREADS = 2;

    /// Seconds with so many threads, by Amdahl's law.
    double seconds(int threads) {
        return seconds * (1 - parallel + parallel * MEASURED_THREADS / threads);
    }

    double megabytes(int threads) {
        return megabytes + threads * megabytesPerThread;
    }
}
