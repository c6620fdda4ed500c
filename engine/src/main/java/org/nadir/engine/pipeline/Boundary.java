package org.nadir.engine.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;
import org.nadir.geo.UtmZone;

/// The polygon that limits a reconstruction: the user's (option `boundary`) or one around the photos (`auto-boundary`).
final class Boundary {

    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    private Boundary() {}

    /// In the world frame; null for no limit.
    static @Nullable CropPolygon of(Run run, Work work) throws IOException {
        String json = run.options().text("boundary");
        if (!json.isBlank()) {
            if (!run.reference().isKnown()) {
                work.console().warning("The boundary is ignored: the photos have no positions.");
                return null;
            }
            return CropPolygon.of(parse(json, run));
        }
        return run.options().flag("auto-boundary") && run.reference().isKnown()
                ? aroundShots(run)
                : null;
    }

    private static CropPolygon aroundShots(Run run) throws IOException {
        double distance = run.options().number("auto-boundary-distance");
        double margin = distance > 0 ? distance : 100 * (100 * run.gsdMetres());
        List<Coordinate> centres = new ArrayList<>();
        for (Shot shot : run.sfm().scene().shots()) {
            centres.add(
                    new Coordinate(shot.pose().centreInWorld()[0], shot.pose().centreInWorld()[1]));
        }
        Geometry hull =
                GEOMETRY.createMultiPointFromCoords(centres.toArray(Coordinate[]::new))
                        .convexHull();
        return CropPolygon.of((Polygon) hull.buffer(margin));
    }

    private static Polygon parse(String json, Run run) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException bad) {
            throw problem("it is not JSON");
        }
        if (root.path("type").asText().equals("FeatureCollection")) {
            if (root.path("features").size() != 1) {
                throw problem("it has " + root.path("features").size() + " features");
            }
            root = root.path("features").get(0);
        }
        if (root.path("type").asText().equals("Feature")) {
            root = root.path("geometry");
        }
        JsonNode ring = root.path("coordinates").path(0);
        if (!root.path("type").asText().equals("Polygon") || ring.size() < 4) {
            throw problem("it is a " + root.path("type").asText("thing without type"));
        }
        UtmZone zone = UtmZone.ofEpsg(run.reference().epsg());
        var corners = new Coordinate[ring.size()];
        for (int i = 0; i < corners.length; i++) {
            var utm =
                    zone.forward(ring.path(i).path(0).asDouble(), ring.path(i).path(1).asDouble());
            corners[i] =
                    new Coordinate(
                            utm.x() - run.reference().offsetEast(),
                            utm.y() - run.reference().offsetNorth());
        }
        try {
            Polygon polygon = GEOMETRY.createPolygon(corners);
            if (polygon.isValid()) {
                return polygon;
            }
        } catch (IllegalArgumentException open) {
            // Not closed: the same answer.
        }
        throw problem("its outline crosses itself or is not closed");
    }

    private static Problem problem(String why) {
        return new Problem(
                Problem.Code.BAD_BOUNDARY,
                "The boundary must be one polygon that covers the survey area, but " + why + ".");
    }
}
