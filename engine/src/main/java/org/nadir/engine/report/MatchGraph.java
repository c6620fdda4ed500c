package org.nadir.engine.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nadir.engine.scene.SparseScene;

/// How many tie points each two photos share.
///
/// @param links pairs with common points, fewest points first
record MatchGraph(List<Link> links) {

    /// More photos would be a drawing without white in it, and a large table.
    static final int MOST_PHOTOS = 2000;

    MatchGraph {
        links = List.copyOf(links);
    }

    /// @param first place in the scene's shots, less than `second`
    record Link(int first, int second, int points) {}

    static MatchGraph of(SparseScene scene) {
        int n = scene.shots().size();
        if (n > MOST_PHOTOS) {
            return new MatchGraph(List.of());
        }
        var common = new int[n * n];
        for (int p = 0; p < scene.pointCount(); p++) {
            int end = scene.observationStart()[p + 1];
            for (int i = scene.observationStart()[p]; i < end; i++) {
                int a = scene.observationShot()[i];
                for (int j = i + 1; j < end; j++) {
                    int b = scene.observationShot()[j];
                    common[Math.min(a, b) * n + Math.max(a, b)]++;
                }
            }
        }
        var links = new ArrayList<Link>();
        for (int a = 0; a < n; a++) {
            for (int b = a + 1; b < n; b++) {
                if (common[a * n + b] > 0) {
                    links.add(new Link(a, b, common[a * n + b]));
                }
            }
        }
        links.sort(Comparator.comparingInt(Link::points));
        return new MatchGraph(links);
    }

    int most() {
        return links.isEmpty() ? 0 : links.getLast().points();
    }
}
