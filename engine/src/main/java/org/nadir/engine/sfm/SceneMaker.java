package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.List;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// Turns a finished block into a scene: shots in the order of the photos, points in the order of the tracks.
final class SceneMaker {

    private final Reconstruction block;
    private final List<FeatureSet> features;

    SceneMaker(Reconstruction block, List<FeatureSet> features) {
        this.block = block;
        this.features = features;
    }

    SparseScene make() {
        var shots = new ArrayList<Shot>();
        var shotOf = new int[block.photos.size()];
        for (int p = 0; p < shotOf.length; p++) {
            if (block.placed[p]) {
                shotOf[p] = shots.size();
                // Movements are in metres of the world: in a made-up frame they say nothing.
                Photo photo = block.photos.get(p);
                shots.add(
                        new Shot(
                                block.georeferenced ? photo : photo.withMotion(null),
                                block.cameraOf(p),
                                block.pose(p)));
            }
        }
        int points = block.pointCount();
        int observations = 0;
        for (boolean active : block.active) {
            observations += active ? 1 : 0;
        }
        var xyz = new double[3 * points];
        var rgb = new byte[3 * points];
        var start = new int[points + 1];
        var shot = new int[observations];
        var pixel = new float[2 * observations];
        int k = 0;
        int n = 0;
        for (int t = 0; t < block.tracks.count(); t++) {
            if (!block.hasPoint[t]) {
                continue;
            }
            System.arraycopy(block.point, 3 * t, xyz, 3 * k, 3);
            colour(t, rgb, 3 * k);
            for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
                if (block.active[i]) {
                    shot[n] = shotOf[block.tracks.photo(i)];
                    pixel[2 * n] = block.tracks.u(i);
                    pixel[2 * n + 1] = block.tracks.v(i);
                    n++;
                }
            }
            start[++k] = n;
        }
        return new SparseScene(shots, xyz, rgb, start, shot, pixel);
    }

    /// The mean colour of the features of a point.
    private void colour(int t, byte[] rgb, int at) {
        int count = 0;
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
            if (block.active[i]) {
                byte[] of = features.get(block.tracks.photo(i)).rgb();
                int f = 3 * block.tracks.feature(i);
                red += of[f] & 255;
                green += of[f + 1] & 255;
                blue += of[f + 2] & 255;
                count++;
            }
        }
        rgb[at] = (byte) (red / count);
        rgb[at + 1] = (byte) (green / count);
        rgb[at + 2] = (byte) (blue / count);
    }
}
