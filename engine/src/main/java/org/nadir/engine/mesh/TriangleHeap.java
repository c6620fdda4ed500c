package org.nadir.engine.mesh;

import java.util.Arrays;

/// Triangles, or vertices, in the order of their greatest error: a binary heap whose members can be changed. Ties go to the
/// smaller number, so the order never depends on history.
final class TriangleHeap {

    private int[] heap = new int[1024];
    private int[] place = new int[1024];
    private float[] error = new float[1024];
    private int size;

    TriangleHeap() {
        Arrays.fill(place, -1);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// The triangle of the greatest error.
    int top() {
        return heap[0];
    }

    float error(int triangle) {
        return error[triangle];
    }

    /// Adds a triangle or gives it a new error.
    void put(int triangle, float newError) {
        reserve(triangle);
        float old = error[triangle];
        error[triangle] = newError;
        if (place[triangle] < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            set(size++, triangle);
            up(size - 1);
        } else if (newError > old) {
            up(place[triangle]);
        } else {
            down(place[triangle]);
        }
    }

    private void reserve(int triangle) {
        if (triangle >= place.length) {
            int from = place.length;
            int room = Math.max(2 * from, triangle + 1);
            place = Arrays.copyOf(place, room);
            error = Arrays.copyOf(error, room);
            Arrays.fill(place, from, room, -1);
        }
    }

    private boolean before(int a, int b) {
        return error[a] > error[b] || (error[a] == error[b] && a < b);
    }

    private void set(int at, int triangle) {
        heap[at] = triangle;
        place[triangle] = at;
    }

    private void up(int start) {
        int at = start;
        int triangle = heap[at];
        while (at > 0 && before(triangle, heap[(at - 1) >>> 1])) {
            set(at, heap[(at - 1) >>> 1]);
            at = (at - 1) >>> 1;
        }
        set(at, triangle);
    }

    private void down(int start) {
        int at = start;
        int triangle = heap[at];
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], triangle)) {
                break;
            }
            set(at, heap[child]);
            at = child;
        }
        set(at, triangle);
    }
}
