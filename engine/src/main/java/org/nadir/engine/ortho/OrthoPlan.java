package org.nadir.engine.ortho;

import java.util.List;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;

/// All that is decided before pixels are made, for the whole orthophoto or for a section of it.
///
/// @param frame the orthophoto's raster
/// @param surface smoothed surface, at least under the section
/// @param layers what each photo shows, on the cells of `labels`
/// @param labels the photo of each cell
/// @param tones how each photo's colours change
/// @param local smooth fields added to each photo
record OrthoPlan(
        GridFrame frame,
        List<Shot> shots,
        HeightGrid surface,
        CropPolygon crop,
        List<ViewLayer> layers,
        LabelRaster labels,
        PhotoTone[] tones,
        LocalTone[] local) {

    /// The same with the finer surface of a section.
    OrthoPlan withSurface(HeightGrid other) {
        return new OrthoPlan(frame, shots, other, crop, layers, labels, tones, local);
    }

    /// The same with other photos for its cells.
    OrthoPlan withLabels(short[] others) {
        return new OrthoPlan(
                frame, shots, surface, crop, layers, labels.with(others), tones, local);
    }

    /// The same with the finer choice of a section.
    OrthoPlan withChoice(List<ViewLayer> otherLayers, LabelRaster otherLabels) {
        return new OrthoPlan(frame, shots, surface, crop, otherLayers, otherLabels, tones, local);
    }

    /// The photo of an orthophoto pixel, −1 outside.
    short labelAt(int column, int row) {
        boolean outside = column < 0 || row < 0 || column >= frame.width() || row >= frame.height();
        return outside ? LabelRaster.NONE : labels.at(column, row);
    }

    /// Whether a photo sees the ground at an orthophoto pixel, as far as the plan knows.
    boolean sees(int label, int column, int row) {
        int c = Math.floorDiv(column, labels.factor()) - labels.left();
        int r = Math.floorDiv(row, labels.factor()) - labels.top();
        return layers.get(label).costAt(c, r) < ViewLayer.HIDDEN;
    }
}
