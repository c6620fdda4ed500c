package org.nadir.engine.texture;

import java.util.List;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Work;

/// The best views of each face, best first: up to [#MOST] per face.
///
/// @param view shot index of entry `MOST·face + i`; −1 past the last
/// @param score the entry's score, above 0
record FaceViews(int[] view, float[] score) {

    static final int MOST = 8;

    /// Looks through all shots, a few at a time; the result does not depend on how many.
    static FaceViews of(TriangleMesh mesh, List<Shot> shots, Work work) {
        int n = Math.multiplyExact(MOST, mesh.faceCount());
        var views = new FaceViews(new int[n], new float[n]);
        java.util.Arrays.fill(views.view, -1);
        int together = work.workers().threads();
        for (int from = 0; from < shots.size(); from += together) {
            work.cancellation().check();
            int first = from;
            int count = Math.min(together, shots.size() - from);
            List<float[]> scores =
                    work.workers().map(count, i -> ViewScores.of(mesh, shots.get(first + i)));
            for (int i = 0; i < count; i++) {
                views.add(first + i, scores.get(i));
            }
            work.progress().fraction((from + count) / (double) shots.size());
        }
        return views;
    }

    int count(int face) {
        int count = 0;
        while (count < MOST && view[MOST * face + count] >= 0) {
            count++;
        }
        return count;
    }

    /// Moves an entry of a face to an earlier place.
    void move(int face, int from, int to) {
        view[MOST * face + to] = view[MOST * face + from];
        score[MOST * face + to] = score[MOST * face + from];
    }

    /// Leaves a face its first `count` entries.
    void cut(int face, int count) {
        java.util.Arrays.fill(view, MOST * face + count, MOST * (face + 1), -1);
        java.util.Arrays.fill(score, MOST * face + count, MOST * (face + 1), 0);
    }

    private void add(int shot, float[] scores) {
        for (int f = 0; f < scores.length; f++) {
            if (scores[f] > score[MOST * f + MOST - 1]) {
                insert(MOST * f, shot, scores[f]);
            }
        }
    }

    private void insert(int from, int shot, float value) {
        int i = from + MOST - 1;
        while (i > from && score[i - 1] < value) {
            score[i] = score[i - 1];
            view[i] = view[i - 1];
            i--;
        }
        score[i] = value;
        view[i] = shot;
    }
}
