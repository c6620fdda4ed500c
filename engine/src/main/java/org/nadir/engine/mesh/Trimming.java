package org.nadir.engine.mesh;

import java.util.Arrays;

/// Takes off what does not belong to a measured surface: filled-in surface at open borders, and small pieces.
final class Trimming {

    /// Pieces with fewer faces than this share of the largest are dropped.
    private static final double LEAST_PIECE = 0.01;

    private final LevelMesh surface;
    private final MeshTopology topology;
    private final int faces;
    private final int[] patch;
    private final int[] queue;

    private Trimming(LevelMesh surface) {
        this.surface = surface;
        this.topology = new MeshTopology(surface.mesh());
        this.faces = surface.mesh().faceCount();
        this.patch = new int[faces];
        this.queue = new int[faces];
    }

    /// Filled-in faces stay where they close a hole: where they do not reach an open border.
    static LevelMesh trim(LevelMesh surface) {
        LevelMesh measured = surface.select(new Trimming(surface).withoutFringes());
        return measured.select(new Trimming(measured).largePieces());
    }

    private boolean[] withoutFringes() {
        var keep = new boolean[faces];
        Arrays.fill(keep, true);
        Arrays.fill(patch, -1);
        for (int seed = 0; seed < faces; seed++) {
            if (patch[seed] < 0 && isFilledIn(seed)) {
                int size = flood(seed, true);
                if (touchesBorder(size)) {
                    for (int i = 0; i < size; i++) {
                        keep[queue[i]] = false;
                    }
                }
            }
        }
        return keep;
    }

    private boolean[] largePieces() {
        var keep = new boolean[faces];
        var sizes = new int[faces];
        int largest = 0;
        Arrays.fill(patch, -1);
        for (int seed = 0; seed < faces; seed++) {
            if (patch[seed] < 0) {
                sizes[seed] = flood(seed, false);
                largest = Math.max(largest, sizes[seed]);
            }
        }
        for (int f = 0; f < faces; f++) {
            keep[f] = sizes[patch[f]] >= LEAST_PIECE * largest;
        }
        return keep;
    }

    private boolean isFilledIn(int face) {
        int[] corners = surface.mesh().faces();
        return (surface.level()[corners[3 * face]]
                        | surface.level()[corners[3 * face + 1]]
                        | surface.level()[corners[3 * face + 2]])
                > 0;
    }

    /// Visits all faces that hang together with `seed`, or only the filled-in ones; they are then the first in `queue`.
    private int flood(int seed, boolean filledInOnly) {
        int end = 0;
        queue[end++] = seed;
        patch[seed] = seed;
        for (int at = 0; at < end; at++) {
            for (int e = 3 * queue[at]; e < 3 * queue[at] + 3; e++) {
                int next = topology.neighbour(e);
                if (next >= 0 && patch[next] < 0 && (!filledInOnly || isFilledIn(next))) {
                    patch[next] = seed;
                    queue[end++] = next;
                }
            }
        }
        return end;
    }

    private boolean touchesBorder(int size) {
        for (int i = 0; i < size; i++) {
            for (int e = 3 * queue[i]; e < 3 * queue[i] + 3; e++) {
                if (topology.neighbour(e) < 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
