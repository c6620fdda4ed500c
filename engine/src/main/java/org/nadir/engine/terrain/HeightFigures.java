package org.nadir.engine.terrain;

/// Figures over the heights of an elevation model, whose rows are added as they come.
public final class HeightFigures {

    private long known;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double origin;
    private double sum;
    private double squares;

    /// Figures over the known cells; all NaN when there is none.
    ///
    /// @param known how many cells have a height
    public record Statistics(
            long known, double min, double max, double mean, double standardDeviation) {}

    /// @param heights NaN where unknown
    public void add(float[] heights) {
        for (float z : heights) {
            if (Float.isNaN(z)) {
                continue;
            }
            if (known++ == 0) {
                origin = z;
            }
            min = Math.min(min, z);
            max = Math.max(max, z);
            // Relative to one of the heights, or the squares would drown the spread.
            sum += z - origin;
            squares += (z - origin) * (z - origin);
        }
    }

    public Statistics statistics() {
        if (known == 0) {
            return new Statistics(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double mean = sum / known;
        double variance = Math.max(0, squares / known - mean * mean);
        return new Statistics(known, min, max, origin + mean, Math.sqrt(variance));
    }
}
