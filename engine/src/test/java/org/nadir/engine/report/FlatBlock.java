package org.nadir.engine.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// Cameras that look straight down from 30 m on points of a plane at height 0. A pixel covers 1 cm, a photo 40 m x 30 m.
final class FlatBlock {

    static final double HEIGHT = 30;
    static final Camera CAMERA =
            Camera.perspective("dji fc300s 4000 3000 brown 0.75", 4000, 3000, 0.75);

    private static final double[] DOWN = {1, 0, 0, 0, -1, 0, 0, 0, -1};

    final List<Shot> shots = new ArrayList<>();

    private final List<Double> points = new ArrayList<>();
    private final List<Integer> start = new ArrayList<>(List.of(0));
    private final List<Integer> shotOf = new ArrayList<>();
    private final List<Double> pixels = new ArrayList<>();

    /// @param positioned whether the photo says that it was taken 1 m west of here
    void shot(String name, double x, double y, boolean positioned) {
        Photo.Position at = positioned ? new Photo.Position(x - 1, y, HEIGHT, 3, 3) : null;
        var photo = new Photo(name, Path.of(name), CAMERA, at, null, 0);
        shots.add(new Shot(photo, CAMERA, new Pose(DOWN, new double[] {x, y, HEIGHT})));
    }

    /// A point at height 0 with an observation in each of the shots, `right` pixels to the right in every second one.
    void point(double x, double y, double right, int... in) {
        points.addAll(List.of(x, y, 0.0));
        var scratch = new double[3];
        var pixel = new double[2];
        for (int k = 0; k < in.length; k++) {
            shots.get(in[k]).project(x, y, 0, scratch, pixel);
            shotOf.add(in[k]);
            pixels.add(pixel[0] + (k % 2 == 0 ? right : 0));
            pixels.add(pixel[1]);
        }
        start.add(shotOf.size());
    }

    SparseScene scene() {
        var pixel = new float[pixels.size()];
        for (int i = 0; i < pixel.length; i++) {
            pixel[i] = pixels.get(i).floatValue();
        }
        return new SparseScene(
                shots,
                points.stream().mapToDouble(Double::doubleValue).toArray(),
                new byte[points.size()],
                start.stream().mapToInt(Integer::intValue).toArray(),
                shotOf.stream().mapToInt(Integer::intValue).toArray(),
                pixel);
    }
}
