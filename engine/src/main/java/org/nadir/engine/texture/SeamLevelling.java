package org.nadir.engine.texture;

import org.nadir.engine.mesh.MeshTopology;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.work.Work;
import org.nadir.imaging.RgbImage;

/// Evens out the colours of neighbouring charts (global seam levelling; Lempitsky and Ivanov 2007, "Seamless mosaicing of
/// image-based texture maps"): on top of a gain per view, finds a smooth correction per view and vertex so that both sides
/// of each seam agree. Colours are gathered first, by [#sample] for each photo; then [#solve] finds the corrections.
final class SeamLevelling {

    /// How much a change of the correction along a face's edge costs, next to a difference at a seam.
    private static final double SMOOTHNESS = 0.1;

    /// How strongly vertices are held at no correction: with [#SMOOTHNESS], corrections fade within some ten vertices.
    private static final double OFFSET_HOLD = 0.002;

    private static final int MOST_SAMPLES = 16;
    private static final int ROUNDS = 400;
    private static final double TOLERANCE = 1e-3;

    private final TriangleMesh mesh;
    private final MeshTopology topology;
    private final int[] labels;
    private final Atlas atlas;
    private final SeamNodes nodes;
    private final float[] colour;
    private final float[] weight;

    SeamLevelling(
            TriangleMesh mesh, MeshTopology topology, int[] labels, Atlas atlas, SeamNodes nodes) {
        this.mesh = mesh;
        this.topology = topology;
        this.labels = labels;
        this.atlas = atlas;
        this.nodes = nodes;
        colour = new float[3 * nodes.count()];
        weight = new float[nodes.count()];
    }

    /// Gathers colours along a face's seam edges from the scaled photo of its view. Calls for faces of different views may
    /// run at the same time.
    void sample(int face, RgbImage photo) {
        for (int e = 3 * face; e < 3 * face + 3; e++) {
            int beyond = topology.neighbour(e);
            if (beyond >= 0 && labels[beyond] >= 0 && labels[beyond] != labels[face]) {
                sampleEdge(e, photo);
            }
        }
    }

    ColourCorrection solve(Exposures exposures, int views, Work work) {
        var correction = new ColourCorrection(new float[3 * views], new float[3 * nodes.count()]);
        work.workers()
                .forEach(
                        3,
                        channel -> {
                            double[] gain = exposures.gains(channel, views);
                            double[] offset = solveOffsets(channel, gain);
                            for (int v = 0; v < views; v++) {
                                correction.gain()[3 * v + channel] = (float) gain[v];
                            }
                            for (int i = 0; i < offset.length; i++) {
                                correction.offset()[3 * i + channel] = (float) offset[i];
                            }
                        });
        return correction;
    }

    int node(int corner) {
        return nodes.ofCorner()[corner];
    }

    /// An edge's colours count for its two ends, each the more the nearer.
    private void sampleEdge(int e, RgbImage photo) {
        int to = MeshTopology.next(e);
        float x0 = atlas.cornerX()[e];
        float y0 = atlas.cornerY()[e];
        float dx = atlas.cornerX()[to] - x0;
        float dy = atlas.cornerY()[to] - y0;
        int steps = Math.clamp((int) Math.ceil(Math.hypot(dx, dy)), 2, MOST_SAMPLES);
        for (int i = 0; i <= steps; i++) {
            float t = i / (float) steps;
            addSample(
                    photo,
                    x0 + t * dx,
                    y0 + t * dy,
                    nodes.ofCorner()[e],
                    1 - t,
                    nodes.ofCorner()[to],
                    t);
        }
    }

    /// The mean of the 3 × 3 pixels around a place, added to two nodes.
    private void addSample(
            RgbImage photo, float x, float y, int node, float share, int other, float rest) {
        int column = Math.clamp((int) x, 1, photo.width() - 2);
        int row = Math.clamp((int) y, 1, photo.height() - 2);
        for (int channel = 0; channel < 3; channel++) {
            int sum = 0;
            for (int v = row - 1; v <= row + 1; v++) {
                int at = 3 * (v * photo.width() + column - 1) + channel;
                sum +=
                        (photo.rgb()[at] & 0xFF)
                                + (photo.rgb()[at + 3] & 0xFF)
                                + (photo.rgb()[at + 6] & 0xFF);
            }
            colour[3 * node + channel] += share * sum / 9;
            colour[3 * other + channel] += rest * sum / 9;
        }
        weight[node] += share;
        weight[other] += rest;
    }

    /// What is left after the gains, per node; falls off away from the seams.
    private double[] solveOffsets(int channel, double[] gain) {
        int pairs = pairCount();
        var system = new SpringSystem(nodes.count(), 3 * mesh.faceCount() + pairs, OFFSET_HOLD);
        for (int e = 0; e < 3 * mesh.faceCount(); e++) {
            int node = nodes.ofCorner()[e];
            if (node >= 0) {
                system.connect(node, nodes.ofCorner()[MeshTopology.next(e)], SMOOTHNESS);
            }
        }
        var difference = new float[pairs];
        int firstPair = 0;
        int count = 0;
        for (int i = 0; i < nodes.count(); i++) {
            for (int j = i + 1; isPair(i, j); j++) {
                if (weight[i] > 0 && weight[j] > 0) {
                    int edge = system.connect(i, j, 1);
                    firstPair = count == 0 ? edge : firstPair;
                    // x_i − x_j shall make up for what j is brighter than i.
                    difference[count++] =
                            (float)
                                    (gain[nodes.view()[j]] * mean(j, channel)
                                            - gain[nodes.view()[i]] * mean(i, channel));
                }
            }
        }
        var x = new double[nodes.count()];
        if (count > 0) {
            system.solve(x, difference, firstPair, ROUNDS, TOLERANCE);
        }
        return x;
    }

    /// The mean colour sampled for a node; NaN when there is none.
    private double mean(int node, int channel) {
        return weight[node] > 0 ? colour[3 * node + channel] / weight[node] : Double.NaN;
    }

    private int pairCount() {
        int pairs = 0;
        for (int i = 0; i < nodes.count(); i++) {
            for (int j = i + 1; isPair(i, j); j++) {
                pairs++;
            }
        }
        return pairs;
    }

    private boolean isPair(int i, int j) {
        return j < nodes.count() && nodes.vertex()[j] == nodes.vertex()[i];
    }
}
