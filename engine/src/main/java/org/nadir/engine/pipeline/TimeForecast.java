package org.nadir.engine.pipeline;

import java.util.EnumMap;
import java.util.Map;

/// Estimates the time that is left. Starts from the [Forecast] of each stage, and corrects it by how fast this machine
/// turned out to be in the stages that are done: the sum only matters until the first stages end, the proportions
/// matter throughout.
final class TimeForecast {

    private final Map<Stage, Double> expected = new EnumMap<>(Stage.class);
    private double expectedDone;
    private double spent;

    /// @param weights expected seconds of each stage that will run, before correction
    TimeForecast(Map<Stage, Double> weights) {
        expected.putAll(weights);
    }

    /// Says that a stage ended after `seconds`.
    synchronized void finished(Stage stage, double seconds) {
        expectedDone += expected.getOrDefault(stage, 0.0);
        spent += seconds;
        expected.remove(stage);
    }

    /// Seconds left when `stage` has run for `seconds` and is done to the share `inStage`.
    synchronized long secondsLeft(Stage stage, double inStage, double seconds) {
        double total = expected.getOrDefault(stage, 0.0);
        double speed = speed(total * inStage, seconds);
        double rest = expected.values().stream().mapToDouble(Double::doubleValue).sum() - total;
        // Inside the stage trust its own pace as soon as a good part of it is done.
        double byForecast = total * (1 - inStage) * speed;
        double byPace = inStage > 0.02 ? seconds * (1 - inStage) / inStage : byForecast;
        double here = inStage * byPace + (1 - inStage) * byForecast;
        return Math.round(here + rest * speed);
    }

    /// Actual over expected seconds so far, held near 1 by a few seconds' worth of prior belief.
    private double speed(double expectedHere, double seconds) {
        double belief = 10;
        return (spent + seconds + belief) / (expectedDone + expectedHere + belief);
    }
}
