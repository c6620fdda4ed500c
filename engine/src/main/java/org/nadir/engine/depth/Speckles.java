package org.nadir.engine.depth;

import java.util.Arrays;

/// Finds patches of a depth map that hang together with nothing: sets of neighbouring pixels of similar inverse depth that are too
/// small to be believed.
final class Speckles {

    private final float[] depth;
    private final int width;
    private final int height;
    private final float jump;
    private final int[] queue;
    private final boolean[] visited;

    private Speckles(float[] depth, int width, int height, float jump) {
        this.depth = depth;
        this.width = width;
        this.height = height;
        this.jump = jump;
        this.queue = new int[depth.length];
        this.visited = new boolean[depth.length];
    }

    /// Sets the depth of small patches to 0.
    ///
    /// @param depth depth per pixel, 0 = unknown; changed
    /// @param jump neighbours whose inverse depths differ by more do not hang together
    /// @param least patches of fewer pixels go
    static void remove(float[] depth, int width, int height, float jump, int least) {
        var speckles = new Speckles(depth, width, height, jump);
        for (int i = 0; i < depth.length; i++) {
            if (depth[i] > 0 && !speckles.visited[i]) {
                int size = speckles.flood(i);
                if (size < least) {
                    speckles.erase(size);
                }
            }
        }
    }

    /// Visits the patch of pixel `start`; its pixels are then the first in `queue`.
    private int flood(int start) {
        int end = 0;
        queue[end++] = start;
        visited[start] = true;
        for (int at = 0; at < end; at++) {
            int i = queue[at];
            int x = i % width;
            int y = i / width;
            end = x > 0 ? join(i, i - 1, end) : end;
            end = x + 1 < width ? join(i, i + 1, end) : end;
            end = y > 0 ? join(i, i - width, end) : end;
            end = y + 1 < height ? join(i, i + width, end) : end;
        }
        return end;
    }

    private int join(int from, int to, int end) {
        if (visited[to] || depth[to] <= 0 || Math.abs(1 / depth[from] - 1 / depth[to]) > jump) {
            return end;
        }
        visited[to] = true;
        queue[end] = to;
        return end + 1;
    }

    private void erase(int size) {
        Arrays.stream(queue, 0, size).forEach(i -> depth[i] = 0);
    }
}
