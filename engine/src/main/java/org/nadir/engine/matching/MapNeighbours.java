package org.nadir.engine.matching;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.triangulate.DelaunayTriangulationBuilder;
import org.locationtech.jts.triangulate.quadedge.QuadEdge;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Photo.Position;

/// Photos that were taken near each other, seen from above.
final class MapNeighbours {

    private MapNeighbours() {}

    /// Adds each placed photo with its nearest ones.
    static void addNearest(
            List<Photo> photos, int[] placed, int count, SortedSet<PhotoPair> pairs) {
        var nearest = new int[count];
        var distances = new double[count];
        for (int i : placed) {
            Position from = position(photos, i);
            int found = 0;
            for (int j : placed) {
                if (i == j) {
                    continue;
                }
                Position to = position(photos, j);
                double distance = Math.hypot(to.x() - from.x(), to.y() - from.y());
                if (found == count && distance >= distances[count - 1]) {
                    continue;
                }
                int at = found < count ? found++ : count - 1;
                for (; at > 0 && distances[at - 1] > distance; at--) {
                    distances[at] = distances[at - 1];
                    nearest[at] = nearest[at - 1];
                }
                distances[at] = distance;
                nearest[at] = j;
            }
            for (int k = 0; k < found; k++) {
                pairs.add(PhotoPair.of(i, nearest[k]));
            }
        }
    }

    /// Adds the edges of the Delaunay triangulation: neighbours in every direction, also where flight lines are much
    /// farther apart than photos along them. Of photos at the same place only the first takes part.
    static void addTriangulated(List<Photo> photos, int[] placed, SortedSet<PhotoPair> pairs) {
        Map<Coordinate, Integer> photoAt = new HashMap<>();
        List<Coordinate> sites = new ArrayList<>();
        for (int i : placed) {
            Position p = position(photos, i);
            var site = new Coordinate(p.x(), p.y());
            if (photoAt.putIfAbsent(site, i) == null) {
                sites.add(site);
            }
        }
        if (sites.size() < 3) {
            return;
        }
        var builder = new DelaunayTriangulationBuilder();
        builder.setSites(sites);
        for (Object edge : builder.getSubdivision().getPrimaryEdges(false)) {
            var quadEdge = (QuadEdge) edge;
            Integer a = photoAt.get(quadEdge.orig().getCoordinate());
            Integer b = photoAt.get(quadEdge.dest().getCoordinate());
            if (a != null && b != null) {
                pairs.add(PhotoPair.of(a, b));
            }
        }
    }

    private static Position position(List<Photo> photos, int i) {
        return java.util.Objects.requireNonNull(photos.get(i).position());
    }
}
