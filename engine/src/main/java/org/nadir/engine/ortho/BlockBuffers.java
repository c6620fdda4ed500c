package org.nadir.engine.ortho;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What a [BlockRenderer] computes in: some megabytes that are used for one block after another. What a block leaves there means
/// nothing to the next.
final class BlockBuffers {

    final int width;
    final int height;
    final float[] heights;
    final short[] labels;
    final boolean[] visible;

    /// Where colours are needed: in the block, and around seams.
    final boolean[] wanted;

    /// Where a blend differs from the pixels that it is made of.
    final boolean[] blended;

    /// Where a photo shows the ground.
    final boolean[] known;

    final boolean[] marks;
    final boolean[] near;
    final float[] colours;
    final float[] own;
    final float[][] channels;
    final float[] mask;
    final Multiband bands;
    final Dilation dilation = new Dilation();

    private BlockBuffers(int width, int height) {
        this.width = width;
        this.height = height;
        int n = width * height;
        heights = new float[n];
        labels = new short[n];
        visible = new boolean[n];
        wanted = new boolean[n];
        blended = new boolean[n];
        known = new boolean[n];
        marks = new boolean[n];
        near = new boolean[n];
        colours = new float[3 * n];
        own = new float[3 * n];
        channels = new float[3][n];
        mask = new float[n];
        bands = new Multiband(width, height);
    }

    /// Buffers that are lent out and come back, one for each thread at most. For any number of threads.
    static final class Pool {

        private final Queue<BlockBuffers> free = new ConcurrentLinkedQueue<>();

        BlockBuffers take(int width, int height) {
            BlockBuffers buffers = free.poll();
            return buffers != null && buffers.width == width && buffers.height == height
                    ? buffers
                    : new BlockBuffers(width, height);
        }

        void giveBack(BlockBuffers buffers) {
            free.add(buffers);
        }
    }
}
