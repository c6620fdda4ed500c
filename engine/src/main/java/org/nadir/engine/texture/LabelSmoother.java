package org.nadir.engine.texture;

import org.nadir.engine.mesh.MeshTopology;
import org.nadir.engine.mesh.TriangleMesh;

/// Chooses one view per face so that good views are taken and seams are short: a Potts model on the graph of neighbouring
/// faces, minimised by sequential tree-reweighted message passing (Kolmogorov 2006, "Convergent tree-reweighted message
/// passing for energy minimization"), then by single changes that lower the energy.
///
/// Cost of a view at a face: the share by which its score falls behind the face's best, times the face's area over the
/// mean area. Cost of a seam: its length over the mean length, times [#SEAM_COST].
final class LabelSmoother {

    private static final double SEAM_COST = 0.5;
    private static final int ROUNDS = 12;
    private static final int MOST = FaceViews.MOST;

    private final FaceViews views;
    private final MeshTopology topology;
    private final int faces;
    private final int[] counts;
    private final float[] seam;
    private final float[] cost;

    /// What the face beyond an edge says of each view of the edge's face.
    private final float[] message;

    private final float[] belief = new float[MOST];
    private final int[] chosen;

    LabelSmoother(TriangleMesh mesh, MeshTopology topology, FaceViews views) {
        this.views = views;
        this.topology = topology;
        faces = mesh.faceCount();
        counts = new int[faces];
        seam = seamCosts(mesh);
        cost = viewCosts(mesh);
        message = new float[Math.multiplyExact(3 * MOST, faces)];
        chosen = new int[faces];
    }

    /// The shot of each face; −1 for faces without a view.
    int[] labels() {
        for (int round = 0; round < ROUNDS; round++) {
            for (int f = 0; f < faces; f++) {
                send(f, true);
            }
            for (int f = faces - 1; f >= 0; f--) {
                send(f, false);
            }
        }
        for (int f = 0; f < faces; f++) {
            chosen[f] = best(f, true);
        }
        improve();
        var labels = new int[faces];
        for (int f = 0; f < faces; f++) {
            labels[f] = label(f);
        }
        return labels;
    }

    private float[] seamCosts(TriangleMesh mesh) {
        var costs = new float[3 * faces];
        double sum = 0;
        for (int e = 0; e < costs.length; e++) {
            int a = 3 * mesh.faces()[e];
            int b = 3 * mesh.faces()[MeshTopology.next(e)];
            double dx = mesh.xyz()[a] - mesh.xyz()[b];
            double dy = mesh.xyz()[a + 1] - mesh.xyz()[b + 1];
            double dz = mesh.xyz()[a + 2] - mesh.xyz()[b + 2];
            costs[e] = (float) Math.sqrt(dx * dx + dy * dy + dz * dz);
            sum += costs[e];
        }
        double mean = sum / Math.max(1, costs.length);
        for (int e = 0; e < costs.length; e++) {
            costs[e] = (float) (SEAM_COST * costs[e] / mean);
        }
        return costs;
    }

    private float[] viewCosts(TriangleMesh mesh) {
        var costs = new float[MOST * faces];
        double mean = 0;
        var areas = new double[faces];
        for (int f = 0; f < faces; f++) {
            areas[f] = area(mesh, f);
            mean += areas[f] / faces;
        }
        for (int f = 0; f < faces; f++) {
            counts[f] = views.count(f);
            for (int i = 0; i < counts[f]; i++) {
                double lost = 1 - views.score()[MOST * f + i] / views.score()[MOST * f];
                costs[MOST * f + i] = (float) (lost * areas[f] / mean);
            }
        }
        return costs;
    }

    private static double area(TriangleMesh mesh, int f) {
        double[] p = mesh.xyz();
        int a = 3 * mesh.faces()[3 * f];
        int b = 3 * mesh.faces()[3 * f + 1];
        int c = 3 * mesh.faces()[3 * f + 2];
        double ux = p[b] - p[a];
        double uy = p[b + 1] - p[a + 1];
        double uz = p[b + 2] - p[a + 2];
        double vx = p[c] - p[a];
        double vy = p[c + 1] - p[a + 1];
        double vz = p[c + 2] - p[a + 2];
        double nx = uy * vz - uz * vy;
        double ny = uz * vx - ux * vz;
        double nz = ux * vy - uy * vx;
        return 0.5 * Math.sqrt(nx * nx + ny * ny + nz * nz);
    }

    /// Sends what a face thinks to its neighbours of larger (`up`) or smaller number.
    private void send(int f, boolean up) {
        int later = 0;
        int earlier = 0;
        gather(f);
        for (int e = 3 * f; e < 3 * f + 3; e++) {
            int g = topology.neighbour(e);
            later += g > f ? 1 : 0;
            earlier += g >= 0 && g < f ? 1 : 0;
        }
        float share = 1f / Math.max(1, Math.max(later, earlier));
        for (int e = 3 * f; e < 3 * f + 3; e++) {
            int g = topology.neighbour(e);
            if (g >= 0 && g > f == up) {
                sendOver(e, f, g, share);
            }
        }
    }

    private void gather(int f) {
        for (int i = 0; i < counts[f]; i++) {
            float sum = cost[MOST * f + i];
            for (int e = 3 * f; e < 3 * f + 3; e++) {
                sum += message[MOST * e + i];
            }
            belief[i] = sum;
        }
    }

    private void sendOver(int e, int f, int g, float share) {
        int to = MOST * topology.twin(e);
        float least = Float.MAX_VALUE;
        for (int i = 0; i < counts[f]; i++) {
            least = Math.min(least, share * belief[i] - message[MOST * e + i]);
        }
        for (int j = 0; j < counts[g]; j++) {
            float value = least + seam[e];
            for (int i = 0; i < counts[f]; i++) {
                if (views.view()[MOST * f + i] == views.view()[MOST * g + j]) {
                    value = Math.min(value, share * belief[i] - message[MOST * e + i]);
                }
            }
            message[to + j] = counts[f] == 0 ? 0 : value - least;
        }
    }

    /// The face's view of least cost, given the views chosen for its neighbours: for all of them, or (`firstChoice`) for
    /// those of smaller number, with messages for the rest.
    private int best(int f, boolean firstChoice) {
        int best = -1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < counts[f]; i++) {
            double sum = cost[MOST * f + i];
            for (int e = 3 * f; e < 3 * f + 3; e++) {
                int g = topology.neighbour(e);
                if (g < 0 || counts[g] == 0) {
                    continue;
                }
                if (firstChoice && g > f) {
                    sum += message[MOST * e + i];
                } else if (label(g) != views.view()[MOST * f + i]) {
                    sum += seam[e];
                }
            }
            if (sum < least) {
                least = sum;
                best = i;
            }
        }
        return best;
    }

    private void improve() {
        boolean changed = true;
        for (int round = 0; changed && round < ROUNDS; round++) {
            changed = false;
            for (int f = 0; f < faces; f++) {
                int better = best(f, false);
                changed |= better != chosen[f];
                chosen[f] = better;
            }
        }
    }

    private int label(int f) {
        return chosen[f] < 0 || counts[f] == 0 ? -1 : views.view()[MOST * f + chosen[f]];
    }
}
