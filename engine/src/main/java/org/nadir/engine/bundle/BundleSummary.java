package org.nadir.engine.bundle;

/// What an adjustment did.
///
/// @param initialCost half the weighted sum of losses before
/// @param finalCost the same after
/// @param iterations linear systems solved
/// @param converged false when the iterations ran out
public record BundleSummary(
        double initialCost, double finalCost, int iterations, boolean converged) {}
