package org.nadir.benchmarks;

import java.util.Arrays;

/// Times of many calls, sorted, in milliseconds.
record Latencies(double[] sorted) {

    static Latencies ofNanos(long[] nanos) {
        return new Latencies(Arrays.stream(nanos).sorted().mapToDouble(n -> n / 1e6).toArray());
    }

    double median() {
        return at(0.5);
    }

    double percentile95() {
        return at(0.95);
    }

    double worst() {
        return sorted[sorted.length - 1];
    }

    private double at(double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
}
