package org.nadir.engine.mesh;

import java.util.Arrays;

/// Takes off what does not belong to a measured surface: filled-in surface at open borders, and small pieces.
final class Trimming {

    /// Gaps that points of this level reach over are narrow: twice [DistanceField#REACH] of its cells, 80 voxels.
    private static final int CLOSING_LEVEL = 4;

    /// Faces across half of such a gap, at two or three per voxel.
    private static final int FRINGE_STEPS = 128;

    /// Pieces with fewer measured faces than this are dropped, though never what has a hundredth of the largest: some twenty
    /// by twenty voxels. A tree's crown often hangs together with nothing, so pieces must be small to be taken for noise.
    private static final int LEAST_PIECE = 800;

    private static final double LEAST_SHARE = 0.01;

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

    /// Filled-in faces stay where they close a hole: where they do not reach an open border. Gaps that one of the
    /// finer levels spans are closed at borders too, but the border itself is not moved out (a morphological closing).
    static LevelMesh trim(LevelMesh surface) {
        LevelMesh closed = surface.select(new Trimming(surface).withoutExtension());
        LevelMesh measured = closed.select(new Trimming(closed).withoutFringe());
        return measured.select(new Trimming(measured).largePieces());
    }

    /// All faces but patches of filled-in ones at an open border.
    private boolean[] withoutExtension() {
        var keep = new boolean[faces];
        Arrays.fill(keep, true);
        Arrays.fill(patch, -1);
        for (int seed = 0; seed < faces; seed++) {
            if (patch[seed] < 0 && level(seed) > CLOSING_LEVEL) {
                int size = flood(seed, CLOSING_LEVEL);
                boolean isExtension = touchesBorder(size);
                for (int i = 0; i < size; i++) {
                    keep[queue[i]] = !isExtension;
                }
            }
        }
        return keep;
    }

    /// All faces but those not measured that are few steps away from an open border.
    private boolean[] withoutFringe() {
        var keep = new boolean[faces];
        Arrays.fill(keep, true);
        int end = 0;
        for (int f = 0; f < faces; f++) {
            if (level(f) > 0 && isAtBorder(f)) {
                keep[f] = false;
                queue[end++] = f;
            }
        }
        int from = 0;
        for (int step = 0; step < FRINGE_STEPS; step++) {
            int to = end;
            for (; from < to; from++) {
                for (int e = 3 * queue[from]; e < 3 * queue[from] + 3; e++) {
                    int next = topology.neighbour(e);
                    if (next >= 0 && keep[next] && level(next) > 0) {
                        keep[next] = false;
                        queue[end++] = next;
                    }
                }
            }
        }
        return keep;
    }

    private boolean[] largePieces() {
        var keep = new boolean[faces];
        var measured = new int[faces];
        int largest = 0;
        Arrays.fill(patch, -1);
        for (int seed = 0; seed < faces; seed++) {
            if (patch[seed] < 0) {
                int size = flood(seed, -1);
                for (int i = 0; i < size; i++) {
                    measured[seed] += level(queue[i]) == 0 ? 1 : 0;
                }
                largest = Math.max(largest, measured[seed]);
            }
        }
        double least = Math.min(LEAST_PIECE, LEAST_SHARE * largest);
        for (int f = 0; f < faces; f++) {
            keep[f] = measured[patch[f]] >= least;
        }
        return keep;
    }

    /// The coarsest level among a face's vertices.
    private int level(int face) {
        int[] corners = surface.mesh().faces();
        int most = surface.level()[corners[3 * face]];
        most = Math.max(most, surface.level()[corners[3 * face + 1]]);
        return Math.max(most, surface.level()[corners[3 * face + 2]]);
    }

    /// Visits the faces of levels above `below` that hang together with `seed`; they are then the first in `queue`.
    private int flood(int seed, int below) {
        int end = 0;
        queue[end++] = seed;
        patch[seed] = seed;
        for (int at = 0; at < end; at++) {
            for (int e = 3 * queue[at]; e < 3 * queue[at] + 3; e++) {
                int next = topology.neighbour(e);
                if (next >= 0 && patch[next] < 0 && level(next) > below) {
                    patch[next] = seed;
                    queue[end++] = next;
                }
            }
        }
        return end;
    }

    private boolean touchesBorder(int size) {
        for (int i = 0; i < size; i++) {
            if (isAtBorder(queue[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean isAtBorder(int face) {
        return topology.neighbour(3 * face) < 0
                || topology.neighbour(3 * face + 1) < 0
                || topology.neighbour(3 * face + 2) < 0;
    }
}
