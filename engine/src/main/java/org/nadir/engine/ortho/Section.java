package org.nadir.engine.ortho;

import java.util.ArrayList;
import java.util.List;
import org.nadir.engine.terrain.GridFrame;

/// A part of the orthophoto that is made in one go: what is held for it does not grow with the orthophoto. Sections are cut the
/// same way on every machine, since seams near their borders depend on where they lie.
///
/// @param column0 first column in pixels of the orthophoto
record Section(int column0, int row0, int width, int height) {

    /// Multiples of the renderer's blocks and of the plan's cells.
    static final int WIDTH = 2048;

    static final int HEIGHT = 1024;

    /// The sections of a row of them, from left to right.
    static List<Section> row(GridFrame frame, int row0) {
        List<Section> sections = new ArrayList<>();
        int height = Math.min(HEIGHT, frame.height() - row0);
        for (int column0 = 0; column0 < frame.width(); column0 += WIDTH) {
            int width = Math.min(WIDTH, frame.width() - column0);
            sections.add(new Section(column0, row0, width, height));
        }
        return sections;
    }

    /// Where the section lies, with a margin.
    ///
    /// @param margin in pixels
    GridFrame frame(GridFrame whole, int margin) {
        return new GridFrame(
                whole.left() + (column0 - margin) * whole.cell(),
                whole.top() - (row0 - margin) * whole.cell(),
                whole.cell(),
                width + 2 * margin,
                height + 2 * margin);
    }
}
