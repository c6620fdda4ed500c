package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Shot;
import org.nadir.geo.Coordinate;
import org.nadir.geo.UtmZone;

/// `cameras.json` (adjusted lenses) and `odm_report/shots.geojson` (placed photos), in the shapes of ODM.
final class CameraFiles {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private CameraFiles() {}

    static void write(Run run) throws IOException {
        ObjectNode cameras = JSON.createObjectNode();
        for (Shot shot : run.sfm().scene().shots()) {
            cameras.set(shot.camera().id(), CameraCatalogue.json(shot.camera()));
        }
        JSON.writeValue(run.product(run.project().file("cameras.json")).toFile(), cameras);
        if (run.reference().isKnown()) {
            JSON.writeValue(
                    run.product(run.project().report("shots.geojson")).toFile(), shots(run));
        }
    }

    private static ObjectNode shots(Run run) throws IOException {
        UtmZone zone = UtmZone.ofEpsg(run.reference().epsg());
        ObjectNode collection = JSON.createObjectNode().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (Shot shot : run.sfm().scene().shots()) {
            double[] centre = shot.pose().centreInWorld();
            double east = centre[0] + run.reference().offsetEast();
            double north = centre[1] + run.reference().offsetNorth();
            Coordinate lonLat = zone.inverse(east, north);
            ObjectNode feature = features.addObject().put("type", "Feature");
            feature.putObject("geometry")
                    .put("type", "Point")
                    .putArray("coordinates")
                    .add(lonLat.x())
                    .add(lonLat.y())
                    .add(centre[2]);
            ObjectNode properties =
                    feature.putObject("properties")
                            .put("filename", shot.name())
                            .put("camera", "v2 " + shot.camera().id())
                            .put("focal", 0.5 * (shot.camera().focalX() + shot.camera().focalY()))
                            .put("width", shot.camera().width())
                            .put("height", shot.camera().height())
                            .put("capture_time", shot.photo().captureTimeMillis() / 1000.0);
            properties.putArray("translation").add(east).add(north).add(centre[2]);
            double[] rotation = Rotations.toAxisAngle(shot.pose().cameraFromWorld());
            properties.putArray("rotation").add(rotation[0]).add(rotation[1]).add(rotation[2]);
        }
        return collection;
    }
}
