package org.nadir.engine.texture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Packs rectangles into square pages, tallest first, each at the lowest place over the skyline of those before it (the
/// bottom-left heuristic; Jylänki 2010, "A thousand ways to pack the bin").
final class SkylinePacker {

    /// Where each rectangle went.
    ///
    /// @param usedWidth per page, the columns that are in use
    record Packing(int[] page, int[] x, int[] y, int[] usedWidth, int[] usedHeight) {

        int pages() {
            return usedWidth.length;
        }
    }

    private final int size;
    private int[] segmentX = new int[64];
    private int[] segmentY = new int[64];
    private int segments;
    private int bestX;
    private int bestY;
    private int bestSegment;

    private SkylinePacker(int size) {
        this.size = size;
        segmentX[0] = 0;
        segmentY[0] = 0;
        segments = 1;
    }

    /// @throws IllegalArgumentException when a rectangle is larger than a page
    static Packing pack(int[] widths, int[] heights, int pageSize) {
        int n = widths.length;
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingInt(i -> -heights[i])
                                        .thenComparingInt(i -> -widths[i])
                                        .thenComparingInt(i -> i))
                        .mapToInt(Integer::intValue)
                        .toArray();
        var page = new int[n];
        var x = new int[n];
        var y = new int[n];
        var open = new SkylinePacker[16];
        var usedWidth = new int[16];
        var usedHeight = new int[16];
        int pages = 0;
        for (int i : order) {
            if (widths[i] > pageSize || heights[i] > pageSize) {
                throw new IllegalArgumentException(
                        "Chart of " + widths[i] + "x" + heights[i] + " on pages of " + pageSize);
            }
            int p = 0;
            while (p < pages && !open[p].findPlace(widths[i], heights[i])) {
                p++;
            }
            if (p == pages) {
                if (pages == open.length) {
                    open = Arrays.copyOf(open, 2 * pages);
                    usedWidth = Arrays.copyOf(usedWidth, 2 * pages);
                    usedHeight = Arrays.copyOf(usedHeight, 2 * pages);
                }
                open[pages++] = new SkylinePacker(pageSize);
                open[p].findPlace(widths[i], heights[i]);
            }
            page[i] = p;
            x[i] = open[p].bestX;
            y[i] = open[p].bestY;
            open[p].place(widths[i], heights[i]);
            usedWidth[p] = Math.max(usedWidth[p], x[i] + widths[i]);
            usedHeight[p] = Math.max(usedHeight[p], y[i] + heights[i]);
        }
        return new Packing(
                page, x, y, Arrays.copyOf(usedWidth, pages), Arrays.copyOf(usedHeight, pages));
    }

    /// Finds the lowest, then leftmost place; false when there is none.
    private boolean findPlace(int width, int height) {
        bestY = Integer.MAX_VALUE;
        for (int s = 0; s < segments && segmentX[s] + width <= size; s++) {
            int top = 0;
            int right = segmentX[s] + width;
            for (int t = s; t < segments && segmentX[t] < right; t++) {
                top = Math.max(top, segmentY[t]);
            }
            if (top + height <= size && top < bestY) {
                bestY = top;
                bestX = segmentX[s];
                bestSegment = s;
            }
        }
        return bestY != Integer.MAX_VALUE;
    }

    /// Raises the skyline at the place found.
    private void place(int width, int height) {
        int right = bestX + width;
        int first = bestSegment;
        int last = first;
        int heightBeyond = segmentY[first];
        while (last < segments && segmentX[last] < right) {
            heightBeyond = segmentY[last++];
        }
        boolean cut = last == segments ? right < size : segmentX[last] > right;
        int put = cut ? 2 : 1;
        int shift = put - (last - first);
        if (segments + shift > segmentX.length) {
            segmentX = Arrays.copyOf(segmentX, 2 * segmentX.length);
            segmentY = Arrays.copyOf(segmentY, 2 * segmentY.length);
        }
        System.arraycopy(segmentX, last, segmentX, last + shift, segments - last);
        System.arraycopy(segmentY, last, segmentY, last + shift, segments - last);
        segments += shift;
        segmentX[first] = bestX;
        segmentY[first] = bestY + height;
        if (cut) {
            segmentX[first + 1] = right;
            segmentY[first + 1] = heightBeyond;
        }
    }
}
