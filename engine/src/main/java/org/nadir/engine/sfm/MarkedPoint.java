package org.nadir.engine.sfm;

import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.geometry.Triangulation;

/// Where a control point's marks meet in a block.
final class MarkedPoint {

    private MarkedPoint() {}

    /// Three numbers; null when fewer than two marks agree.
    static double @Nullable [] triangulate(
            Reconstruction block, ControlPoint point, SfmSettings settings) {
        var triangulation = new Triangulation(settings.minAngle());
        triangulation.clear();
        var xy = new double[2];
        for (ControlPoint.Mark mark : point.marks()) {
            int p = find(block, mark.photoName());
            if (p < 0) {
                continue;
            }
            Camera camera = block.cameraOf(p);
            camera.unproject(mark.u(), mark.v(), xy);
            // Marks are made by hand: allow four times the usual error.
            triangulation.add(
                    block.rotation,
                    9 * p,
                    block.centre,
                    3 * p,
                    xy[0],
                    xy[1],
                    4 * settings.resectionError() / camera.focalX());
        }
        return triangulation.solve() ? triangulation.point().clone() : null;
    }

    /// The placed photo of that name, −1 when there is none.
    static int find(Reconstruction block, String name) {
        for (int p = 0; p < block.photos.size(); p++) {
            if (block.placed[p] && block.photos.get(p).name().equals(name)) {
                return p;
            }
        }
        return -1;
    }
}
