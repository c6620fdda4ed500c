package org.nadir.engine.texture;

/// Numbers on the nodes of a graph that shall differ along its edges by given amounts, in the least squares sense, and else
/// stay near zero: minimises `Σ w (x_a − x_b − d)² + Σ h x²` by conjugate gradients with the diagonal as preconditioner.
final class SpringSystem {

    private final int nodes;
    private final int[] a;
    private final int[] b;
    private final float[] weight;
    private final double[] hold;
    private final double[] diagonal;
    private int edges;

    /// @param maxEdges room for edges
    /// @param hold h, how strongly each node is held at zero; above 0
    SpringSystem(int nodes, int maxEdges, double hold) {
        this.nodes = nodes;
        a = new int[maxEdges];
        b = new int[maxEdges];
        weight = new float[maxEdges];
        this.hold = new double[nodes];
        diagonal = new double[nodes];
        java.util.Arrays.fill(this.hold, hold);
        java.util.Arrays.fill(diagonal, hold);
    }

    /// Adds an edge and returns its number.
    int connect(int from, int to, double edgeWeight) {
        a[edges] = from;
        b[edges] = to;
        weight[edges] = (float) edgeWeight;
        diagonal[from] += edgeWeight;
        diagonal[to] += edgeWeight;
        return edges++;
    }

    /// Holds each node at zero by this share of the weights of its edges, more than before.
    void holdByShare(double share) {
        for (int i = 0; i < nodes; i++) {
            double more = share * (diagonal[i] - hold[i]);
            hold[i] += more;
            diagonal[i] += more;
        }
    }

    /// Improves `x` in place.
    ///
    /// @param difference wanted `x_a − x_b` of the edges from number `firstWanted` on; 0 for those before
    void solve(double[] x, float[] difference, int firstWanted, int maxRounds, double tolerance) {
        var residual = new double[nodes];
        var product = new double[nodes];
        multiply(x, product);
        for (int i = 0; i < nodes; i++) {
            residual[i] = -product[i];
        }
        for (int e = firstWanted; e < edges; e++) {
            double pull = weight[e] * difference[e - firstWanted];
            residual[a[e]] += pull;
            residual[b[e]] -= pull;
        }
        var direction = new double[nodes];
        double last = 0;
        double stop = 0;
        for (int round = 0; round < maxRounds; round++) {
            double now = 0;
            for (int i = 0; i < nodes; i++) {
                now += residual[i] * residual[i] / diagonal[i];
            }
            stop = round == 0 ? now * tolerance * tolerance : stop;
            if (now <= stop) {
                return;
            }
            double keep = round == 0 ? 0 : now / last;
            for (int i = 0; i < nodes; i++) {
                direction[i] = residual[i] / diagonal[i] + keep * direction[i];
            }
            multiply(direction, product);
            double curvature = 0;
            for (int i = 0; i < nodes; i++) {
                curvature += direction[i] * product[i];
            }
            double step = now / curvature;
            for (int i = 0; i < nodes; i++) {
                x[i] += step * direction[i];
                residual[i] -= step * product[i];
            }
            last = now;
        }
    }

    private void multiply(double[] x, double[] product) {
        for (int i = 0; i < nodes; i++) {
            product[i] = hold[i] * x[i];
        }
        for (int e = 0; e < edges; e++) {
            double pull = weight[e] * (x[a[e]] - x[b[e]]);
            product[a[e]] += pull;
            product[b[e]] -= pull;
        }
    }
}
