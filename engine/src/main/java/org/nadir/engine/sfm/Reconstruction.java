package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Workers;

/// A reconstruction in the making: which photos are placed where, which tracks have a point, which observations agree with
/// it, and the lenses as known so far. One thread at a time, except where a method takes workers.
final class Reconstruction {

    final List<Photo> photos;

    /// With the places of observations as known so far.
    Tracks tracks;

    /// Cameras as given, one a lens.
    final List<Camera> initialCameras;

    /// Cameras as adjusted so far.
    final Camera[] cameras;

    final int[] lensOf;

    final boolean[] placed;
    final double[] rotation;
    final double[] centre;

    /// Movement during the read-out, three numbers a photo; see [Photo.Motion].
    final double[] motion;

    final boolean[] hasPoint;
    final double[] point;

    /// Whether an observation of a placed photo agrees with the point of its track.
    final boolean[] active;

    /// Standard deviation of each observation as a multiple of that of a usual one; see [ObservationNoise].
    final float[] sd;

    /// Undistorted normalised coordinates, two an observation.
    final double[] ray;

    /// Whether the frame is the world frame, so that measured positions may be used.
    boolean georeferenced;

    /// Takes measured positions of photos to the frame that ground control points gave; null when they are in it.
    @Nullable Similarity worldFromMeasured;

    /// Measured heights count by this standard deviation at best, metres: what they were found to scatter by.
    double leastVerticalSd = Alignment.LEAST_SD;

    /// Photos whose measured position is not believed.
    final boolean[] strayed;

    private int placedCount;

    Reconstruction(List<Photo> photos, Tracks tracks, Workers workers) {
        this.photos = photos;
        this.tracks = tracks;
        Map<String, Integer> lensById = new LinkedHashMap<>();
        List<Camera> cameraList = new ArrayList<>();
        lensOf = new int[photos.size()];
        for (int p = 0; p < photos.size(); p++) {
            Camera camera = photos.get(p).camera();
            Integer lens = lensById.get(camera.id());
            if (lens == null) {
                lens = cameraList.size();
                lensById.put(camera.id(), lens);
                cameraList.add(camera);
            }
            lensOf[p] = lens;
        }
        initialCameras = List.copyOf(cameraList);
        cameras = cameraList.toArray(Camera[]::new);
        placed = new boolean[photos.size()];
        strayed = new boolean[photos.size()];
        rotation = new double[9 * photos.size()];
        centre = new double[3 * photos.size()];
        motion = motions(photos);
        hasPoint = new boolean[tracks.count()];
        point = new double[3 * tracks.count()];
        active = new boolean[tracks.observationCount()];
        sd = new float[tracks.observationCount()];
        for (int i = 0; i < sd.length; i++) {
            int size = photos.get(tracks.photo(i)).camera().size();
            sd[i] = (float) ObservationNoise.ofFeature(tracks.radius(i) / size);
        }
        ray = new double[2 * tracks.observationCount()];
        updateRays(workers);
    }

    private static double[] motions(List<Photo> photos) {
        var motion = new double[3 * photos.size()];
        for (int p = 0; p < photos.size(); p++) {
            Photo.Motion of = photos.get(p).motion();
            if (of != null) {
                motion[3 * p] = of.x();
                motion[3 * p + 1] = of.y();
                motion[3 * p + 2] = of.z();
            }
        }
        return motion;
    }

    /// The share of its movement that a photo has made since its middle row when row `v` is read. Movements are known in the
    /// world frame; outside of it they are left aside.
    double sinceMiddle(int photo, double v) {
        return georeferenced ? v / cameraOf(photo).height() - 0.5 : 0;
    }

    /// Writes where the camera was when an observation was read into `xyz`.
    void centreAt(int observation, double[] xyz) {
        centreAt(tracks.photo(observation), tracks.v(observation), xyz);
    }

    /// Writes where the camera was when row `v` was read into `xyz`.
    void centreAt(int photo, double v, double[] xyz) {
        double share = sinceMiddle(photo, v);
        for (int c = 0; c < 3; c++) {
            xyz[c] = centre[3 * photo + c] + share * motion[3 * photo + c];
        }
    }

    /// A fresh start with the same photos and tracks, and with the lenses of this one.
    Reconstruction emptied(Workers workers) {
        var fresh = new Reconstruction(photos, tracks, workers);
        System.arraycopy(cameras, 0, fresh.cameras, 0, cameras.length);
        fresh.updateRays(workers);
        return fresh;
    }

    int placedCount() {
        return placedCount;
    }

    int pointCount() {
        int n = 0;
        for (boolean has : hasPoint) {
            n += has ? 1 : 0;
        }
        return n;
    }

    Camera cameraOf(int photo) {
        return cameras[lensOf[photo]];
    }

    Pose pose(int photo) {
        return new Pose(
                Arrays.copyOfRange(rotation, 9 * photo, 9 * photo + 9),
                Arrays.copyOfRange(centre, 3 * photo, 3 * photo + 3));
    }

    void place(int photo, Pose pose) {
        placedCount += placed[photo] ? 0 : 1;
        placed[photo] = true;
        System.arraycopy(pose.cameraFromWorld(), 0, rotation, 9 * photo, 9);
        System.arraycopy(pose.centreInWorld(), 0, centre, 3 * photo, 3);
    }

    /// Takes a photo out again with its observations.
    void remove(int photo) {
        placedCount -= placed[photo] ? 1 : 0;
        placed[photo] = false;
        for (int k = tracks.photoStart(photo); k < tracks.photoStart(photo + 1); k++) {
            active[tracks.ofPhoto(k)] = false;
        }
    }

    /// Takes other places of all observations, and their relative standard deviations.
    void moveObservations(float[] u, float[] v, float[] newSd, Workers workers) {
        tracks = tracks.movedTo(u, v);
        System.arraycopy(newSd, 0, sd, 0, sd.length);
        updateRays(workers);
    }

    /// Recomputes all rays after the lenses have changed.
    void updateRays(Workers workers) {
        workers.forEach(
                photos.size(),
                photo -> {
                    Camera camera = cameraOf(photo);
                    var xy = new double[2];
                    for (int k = tracks.photoStart(photo); k < tracks.photoStart(photo + 1); k++) {
                        int i = tracks.ofPhoto(k);
                        camera.unproject(tracks.u(i), tracks.v(i), xy);
                        ray[2 * i] = xy[0];
                        ray[2 * i + 1] = xy[1];
                    }
                });
    }

    /// Squared distance in pixels between an observation and the projected point of its track; infinite when the point lies
    /// behind the camera. `scratch` takes 3 numbers.
    double squaredResidual(int observation, double[] scratch) {
        int t = tracks.track(observation);
        int photo = tracks.photo(observation);
        int r = 9 * photo;
        double share = sinceMiddle(photo, tracks.v(observation));
        double dx = point[3 * t] - centre[3 * photo] - share * motion[3 * photo];
        double dy = point[3 * t + 1] - centre[3 * photo + 1] - share * motion[3 * photo + 1];
        double dz = point[3 * t + 2] - centre[3 * photo + 2] - share * motion[3 * photo + 2];
        double x = rotation[r] * dx + rotation[r + 1] * dy + rotation[r + 2] * dz;
        double y = rotation[r + 3] * dx + rotation[r + 4] * dy + rotation[r + 5] * dz;
        double z = rotation[r + 6] * dx + rotation[r + 7] * dy + rotation[r + 8] * dz;
        if (!cameraOf(photo).project(x, y, z, scratch)) {
            return Double.POSITIVE_INFINITY;
        }
        double eu = tracks.u(observation) - scratch[0];
        double ev = tracks.v(observation) - scratch[1];
        return eu * eu + ev * ev;
    }

    /// Whether an observation lies near enough to the projected point of its track.
    ///
    /// @param limit largest residual of a usual observation as a share of the longer side
    boolean fits(int observation, double limit, double[] scratch) {
        double allowed = limit * sd[observation] * cameraOf(tracks.photo(observation)).size();
        return squaredResidual(observation, scratch) <= allowed * allowed;
    }

    /// The measured position of a photo in the world frame, three numbers; null when there is none that is believed.
    double @Nullable [] measured(int photo) {
        Photo.Position at = photos.get(photo).position();
        if (at == null || strayed[photo]) {
            return null;
        }
        double[] xyz = {at.x(), at.y(), at.z()};
        if (worldFromMeasured != null) {
            worldFromMeasured.apply(xyz, 0);
        }
        return xyz;
    }

    /// Number of points that a photo would see.
    int visiblePoints(int photo) {
        int n = 0;
        for (int k = tracks.photoStart(photo); k < tracks.photoStart(photo + 1); k++) {
            n += hasPoint[tracks.track(tracks.ofPhoto(k))] ? 1 : 0;
        }
        return n;
    }

    /// Moves everything into another frame.
    void transform(Similarity similarity) {
        for (int p = 0; p < photos.size(); p++) {
            if (placed[p]) {
                place(p, similarity.apply(pose(p)));
            }
        }
        for (int t = 0; t < tracks.count(); t++) {
            if (hasPoint[t]) {
                similarity.apply(point, 3 * t);
            }
        }
    }
}
