package org.nadir.engine.ortho;

import java.util.Arrays;

/// Minimum cut between a source and a sink over nodes with up to four neighbours each, by growing two search trees that
/// are kept from one augmentation to the next (Boykov and Kolmogorov 2004).
///
/// The arc of node `n` in direction `k` (0 right, 1 left, 2 down, 3 up) leads to `neighbour[4n + k]`; its reverse has
/// direction `k ^ 1`. Arrays are kept between uses: call [#clear], set up, [#solve].
final class GridFlow {

    private static final byte NONE = -1;
    private static final byte TERMINAL = 4;
    private static final byte ORPHAN = 5;

    private int nodes;
    private int[] neighbour = new int[0];
    private int[] capacity = new int[0];
    private int[] terminal = new int[0];
    private byte[] parent = new byte[0];
    private boolean[] inSink = new boolean[0];
    private int[] stamp = new int[0];
    private int[] distance = new int[0];
    private int[] queue = new int[0];
    private boolean[] queued = new boolean[0];
    private int head;
    private int waiting;
    private int[] orphans = new int[1024];
    private int orphanHead;
    private int orphanTail;
    private int time;

    /// Makes room for `count` nodes without arcs.
    void clear(int count) {
        if (count > terminal.length) {
            int room = count + count / 4;
            neighbour = new int[4 * room];
            capacity = new int[4 * room];
            terminal = new int[room];
            parent = new byte[room];
            inSink = new boolean[room];
            stamp = new int[room];
            distance = new int[room];
            queue = new int[room];
            queued = new boolean[room];
        }
        nodes = count;
        Arrays.fill(neighbour, 0, 4 * count, -1);
        Arrays.fill(capacity, 0, 4 * count, 0);
        Arrays.fill(terminal, 0, count, 0);
    }

    /// Joins `a` to its neighbour `b` in direction `k`: cutting costs `forward` with `a` on the source's side and `b` on the
    /// sink's, `backward` the other way round.
    void join(int a, int b, int k, int forward, int backward) {
        neighbour[4 * a + k] = b;
        neighbour[4 * b + (k ^ 1)] = a;
        capacity[4 * a + k] = forward;
        capacity[4 * b + (k ^ 1)] = backward;
    }

    /// Adds to the cost of being on the sink's side; may be negative, which counts for the source's side.
    void addSinkCost(int node, int cost) {
        terminal[node] += cost;
    }

    /// Finds the minimum cut; then [#onSinkSide] answers.
    void solve() {
        start();
        int node = nextActive();
        while (node >= 0) {
            int arc = grow(node);
            if (arc < 0) {
                node = nextActive();
                continue;
            }
            time++;
            augment(node, arc);
            adopt();
            if (parent[node] == NONE) {
                node = nextActive();
            }
        }
    }

    /// True when the cut leaves the node with the sink. Nodes that the cut does not decide stay with the source.
    boolean onSinkSide(int node) {
        return parent[node] != NONE && inSink[node];
    }

    private void start() {
        head = 0;
        waiting = 0;
        time = 0;
        orphanHead = 0;
        orphanTail = 0;
        Arrays.fill(queued, 0, nodes, false);
        Arrays.fill(stamp, 0, nodes, 0);
        for (int n = 0; n < nodes; n++) {
            parent[n] = terminal[n] == 0 ? NONE : TERMINAL;
            inSink[n] = terminal[n] < 0;
            distance[n] = 1;
            if (terminal[n] != 0) {
                activate(n);
            }
        }
    }

    private void activate(int node) {
        if (queued[node]) {
            return;
        }
        queued[node] = true;
        queue[(head + waiting) % nodes] = node;
        waiting++;
    }

    private int nextActive() {
        while (waiting > 0) {
            int node = queue[head];
            head = (head + 1) % nodes;
            waiting--;
            queued[node] = false;
            if (parent[node] != NONE) {
                return node;
            }
        }
        return -1;
    }

    /// Grows the node's tree; the arc (index into `neighbour`) at which it meets the other tree, or −1.
    private int grow(int node) {
        for (int k = 0; k < 4; k++) {
            int arc = 4 * node + k;
            int other = neighbour[arc];
            if (other < 0 || residualFromTree(node, arc, other, k) == 0) {
                continue;
            }
            if (parent[other] == NONE) {
                inSink[other] = inSink[node];
                parent[other] = (byte) (k ^ 1);
                stamp[other] = stamp[node];
                distance[other] = distance[node] + 1;
                activate(other);
            } else if (inSink[other] != inSink[node]) {
                return arc;
            } else if (stamp[other] <= stamp[node] && distance[other] > distance[node] + 1) {
                parent[other] = (byte) (k ^ 1);
                stamp[other] = stamp[node];
                distance[other] = distance[node] + 1;
            }
        }
        return -1;
    }

    /// What can still flow along the arc in the direction of the node's tree: away from the source, towards the sink.
    private int residualFromTree(int node, int arc, int other, int k) {
        return inSink[node] ? capacity[4 * other + (k ^ 1)] : capacity[arc];
    }

    /// Pushes as much as goes along source, tree, meeting arc, tree, sink.
    private void augment(int node, int arc) {
        int k = arc & 3;
        int other = neighbour[arc];
        int fromSource = inSink[node] ? other : node;
        int toSink = inSink[node] ? node : other;
        int forward = inSink[node] ? 4 * other + (k ^ 1) : arc;
        int backward = inSink[node] ? arc : 4 * other + (k ^ 1);
        int flow = capacity[forward];
        flow = Math.min(flow, bottleneck(fromSource, false));
        flow = Math.min(flow, bottleneck(toSink, true));
        capacity[forward] -= flow;
        capacity[backward] += flow;
        push(fromSource, flow, false);
        push(toSink, flow, true);
    }

    private int bottleneck(int from, boolean sink) {
        int least = Integer.MAX_VALUE;
        int node = from;
        while (parent[node] != TERMINAL) {
            int k = parent[node];
            int up = neighbour[4 * node + k];
            least = Math.min(least, sink ? capacity[4 * node + k] : capacity[4 * up + (k ^ 1)]);
            node = up;
        }
        return Math.min(least, Math.abs(terminal[node]));
    }

    private void push(int from, int flow, boolean sink) {
        int node = from;
        while (parent[node] != TERMINAL) {
            int k = parent[node];
            int up = neighbour[4 * node + k];
            int towardsSink = sink ? 4 * node + k : 4 * up + (k ^ 1);
            int back = sink ? 4 * up + (k ^ 1) : 4 * node + k;
            capacity[towardsSink] -= flow;
            capacity[back] += flow;
            if (capacity[towardsSink] == 0) {
                orphan(node);
            }
            node = up;
        }
        terminal[node] += sink ? flow : -flow;
        if (terminal[node] == 0) {
            orphan(node);
        }
    }

    private void orphan(int node) {
        parent[node] = ORPHAN;
        if (orphanTail == orphans.length) {
            if (orphanHead > 0) {
                System.arraycopy(orphans, orphanHead, orphans, 0, orphanTail - orphanHead);
                orphanTail -= orphanHead;
                orphanHead = 0;
            } else {
                orphans = Arrays.copyOf(orphans, 2 * orphans.length);
            }
        }
        orphans[orphanTail++] = node;
    }

    /// Finds new parents for nodes cut off, or sets them free.
    private void adopt() {
        while (orphanHead < orphanTail) {
            int node = orphans[orphanHead++];
            int best = -1;
            int least = Integer.MAX_VALUE;
            for (int k = 0; k < 4; k++) {
                int other = neighbour[4 * node + k];
                if (other < 0
                        || parent[other] == NONE
                        || inSink[other] != inSink[node]
                        || residualToTree(node, other, k) == 0) {
                    continue;
                }
                int d = distanceToRoot(other);
                if (d < least) {
                    least = d;
                    best = k;
                }
            }
            if (best >= 0) {
                parent[node] = (byte) best;
                stamp[node] = time;
                distance[node] = least + 1;
            } else {
                free(node);
            }
        }
        orphanHead = 0;
        orphanTail = 0;
    }

    /// What can flow between a would-be parent and the node, in the direction of their tree.
    private int residualToTree(int node, int other, int k) {
        return inSink[node] ? capacity[4 * node + k] : capacity[4 * other + (k ^ 1)];
    }

    /// Steps to the root of the tree, `MAX_VALUE` when the way ends at an orphan. Marks the way for the next who asks.
    private int distanceToRoot(int from) {
        int steps = 0;
        int node = from;
        while (stamp[node] != time) {
            byte up = parent[node];
            if (up == ORPHAN) {
                return Integer.MAX_VALUE;
            }
            if (up == TERMINAL) {
                stamp[node] = time;
                distance[node] = 1;
                break;
            }
            steps++;
            node = neighbour[4 * node + up];
        }
        steps += distance[node];
        mark(from, steps);
        return steps;
    }

    private void mark(int from, int steps) {
        int left = steps;
        int node = from;
        while (stamp[node] != time) {
            stamp[node] = time;
            distance[node] = left--;
            node = neighbour[4 * node + parent[node]];
        }
    }

    private void free(int node) {
        for (int k = 0; k < 4; k++) {
            int other = neighbour[4 * node + k];
            if (other < 0 || parent[other] == NONE || inSink[other] != inSink[node]) {
                continue;
            }
            if (residualToTree(node, other, k) > 0) {
                activate(other);
            }
            if (parent[other] == (k ^ 1)) {
                orphan(other);
            }
        }
        parent[node] = NONE;
    }
}
