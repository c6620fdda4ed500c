package org.nadir.engine.sfm;

/// How many points each photo would see. Kept up to date, since counting anew for every photo that is placed takes a time
/// that grows with the square of their number.
final class VisiblePoints {

    private final Reconstruction block;
    private final int[] counts;

    VisiblePoints(Reconstruction block) {
        this.block = block;
        counts = new int[block.photos.size()];
        count();
    }

    int of(int photo) {
        return counts[photo];
    }

    /// Counts all anew.
    void count() {
        for (int p = 0; p < counts.length; p++) {
            counts[p] = block.visiblePoints(p);
        }
    }

    /// Takes note of a point that a track did not have before.
    void made(int track) {
        for (int i = block.tracks.start(track); i < block.tracks.start(track + 1); i++) {
            counts[block.tracks.photo(i)]++;
        }
    }
}
