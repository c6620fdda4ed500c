package org.nadir.engine.align;

import java.util.Set;
import org.nadir.engine.sfm.Similarity;

/// What came of bringing a surface to a reference.
public sealed interface Registration {

    Figures figures();

    /// The surfaces fit.
    ///
    /// @param change from the world frame of the moving surface to that of the reference
    /// @param solved what was corrected
    /// @param displacement shift of the middle of the surface east, north and up, metres
    /// @param tilt rotation about a level axis, degrees
    /// @param heading rotation seen from above, anticlockwise, degrees
    record Fitted(
            Similarity change,
            Set<Part> solved,
            double[] displacement,
            double tilt,
            double heading,
            Figures figures)
            implements Registration {

        public Fitted {
            solved = Set.copyOf(solved);
        }
    }

    /// The surfaces do not fit, or cannot be compared.
    ///
    /// @param why the end of a sentence for the person
    record Refused(String why, Figures figures) implements Registration {}

    /// What can be corrected.
    enum Part {
        HEIGHT("height"),
        PLAN("position"),
        TILT("tilt"),
        HEADING("heading"),
        SCALE("scale");

        private final String word;

        Part(String word) {
            this.word = word;
        }

        /// For people.
        public String word() {
            return word;
        }
    }

    /// How far the surfaces are apart, metres.
    ///
    /// @param cell side of the cells that were compared
    /// @param share of the moving surface that the reference covers, after the change
    /// @param before moving above reference where both were known before; NaN when nowhere
    /// @param after the same after the change
    /// @param relief spread of the moving surface about its plane there
    record Figures(double cell, double share, Offset before, Offset after, double relief) {

        public static final Figures NONE =
                new Figures(Double.NaN, 0, Offset.NONE, Offset.NONE, Double.NaN);
    }

    /// Heights of one surface above another.
    ///
    /// @param median usual height
    /// @param spread about the median, as a standard deviation from the median distance (NMAD)
    record Offset(double median, double spread) {

        public static final Offset NONE = new Offset(Double.NaN, Double.NaN);
    }
}
