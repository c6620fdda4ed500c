package org.nadir.engine.ortho;

import org.nadir.engine.terrain.GridFrame;

/// How large the cells are that seams are planned on.
final class PlanCells {

    /// Pixels along the coarsest cells that seams are finally planned on: with 5 cm, cells of 20 cm keep seams off cars and
    /// show what a house hides.
    static final int FINE = 4;

    private PlanCells() {}

    /// Pixels along a cell of the plan of the whole: so many that about `cells` of them cover the raster. Beyond [#FINE] it
    /// is that times a power of two, and [SectionPlanner] refines it.
    static int factor(GridFrame frame, int cells) {
        double pixels = (double) frame.width() * frame.height();
        double wanted = Math.max(1, Math.sqrt(pixels / cells));
        if (wanted <= FINE) {
            return (int) Math.ceil(wanted);
        }
        double doublings = Math.log(wanted / FINE) / Math.log(2);
        return FINE << Math.max(1, Math.round(doublings));
    }
}
