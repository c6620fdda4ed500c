package org.nadir.engine.bands;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;

/// The camera of one band: its lens, and how it stands to the camera of the primary band.
///
/// @param bandFromPrimary rotation of the band's camera and its centre, both in the frame of the primary camera
/// @param turns further rotations, axis-angle in the band's camera frame, of captures whose photos were not taken at
///     quite the same moment, by the name of the primary photo
public record BandRig(
        String band, Camera camera, Pose bandFromPrimary, Map<String, double[]> turns) {

    public BandRig {
        turns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(turns));
    }

    /// The shot of this band's photo in the capture of a placed shot of the primary band.
    public Shot shot(Shot primary, BandPhoto photo) {
        double[] rotation =
                Rotations.multiply(
                        bandFromPrimary.cameraFromWorld(), primary.pose().cameraFromWorld());
        double[] turn = turns.get(primary.name());
        if (turn != null) {
            rotation =
                    Rotations.multiply(
                            Rotations.fromAxisAngle(turn[0], turn[1], turn[2]), rotation);
        }
        double[] offset = bandFromPrimary.centreInWorld();
        var centre = new double[3];
        primary.pose().directionToWorld(offset[0], offset[1], offset[2], centre);
        for (int k = 0; k < 3; k++) {
            centre[k] += primary.pose().centreInWorld()[k];
        }
        var taken =
                new Photo(
                        photo.name(),
                        photo.file(),
                        camera,
                        null,
                        null,
                        primary.photo().captureTimeMillis());
        return new Shot(taken, camera, new Pose(rotation, centre));
    }
}
