package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.List;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.MatchedPair;

/// Tracks: sets of features, at most one a photo, that are believed to show the same point.
///
/// Observations are numbered track by track: those of track t are `start(t) ..< start(t + 1)`, sorted by photo.
public final class Tracks {

    private final int photos;
    private final int[] trackStart;
    private final int[] photo;
    private final int[] feature;
    private final int[] track;
    private final float[] u;
    private final float[] v;
    private final float[] radius;
    private final int[] photoStart;
    private final int[] byPhoto;

    private Tracks(List<FeatureSet> features, int[] trackStart, int[] photo, int[] feature) {
        this.photos = features.size();
        this.trackStart = trackStart;
        this.photo = photo;
        this.feature = feature;
        this.track = new int[photo.length];
        this.u = new float[photo.length];
        this.v = new float[photo.length];
        this.radius = new float[photo.length];
        for (int t = 0; t + 1 < trackStart.length; t++) {
            Arrays.fill(track, trackStart[t], trackStart[t + 1], t);
        }
        for (int i = 0; i < photo.length; i++) {
            u[i] = features.get(photo[i]).u()[feature[i]];
            v[i] = features.get(photo[i]).v()[feature[i]];
            radius[i] = features.get(photo[i]).scale()[feature[i]];
        }
        this.photoStart = new int[photos + 1];
        this.byPhoto = indexByPhoto();
    }

    private Tracks(Tracks from, float[] u, float[] v) {
        photos = from.photos;
        trackStart = from.trackStart;
        photo = from.photo;
        feature = from.feature;
        track = from.track;
        radius = from.radius;
        photoStart = from.photoStart;
        byPhoto = from.byPhoto;
        this.u = u;
        this.v = v;
    }

    /// The same tracks, observed at other places. The arrays are taken over, not copied.
    Tracks movedTo(float[] newU, float[] newV) {
        return new Tracks(this, newU, newV);
    }

    /// Links matches to tracks; see [TrackLinks].
    public static Tracks of(List<FeatureSet> features, List<MatchedPair> pairs) {
        var base = new int[features.size() + 1];
        for (int p = 0; p < features.size(); p++) {
            base[p + 1] = Math.addExact(base[p], features.get(p).count());
        }
        int[] root = TrackLinks.roots(base, pairs);
        return collect(features, base, root);
    }

    private static Tracks collect(List<FeatureSet> features, int[] base, int[] root) {
        var size = new int[root.length];
        for (int r : root) {
            size[r]++;
        }
        var place = new int[root.length];
        int tracks = 0;
        int observations = 0;
        for (int r = 0; r < root.length; r++) {
            place[r] = -1;
            if (root[r] != r || size[r] < 2) {
                continue;
            }
            place[r] = observations;
            observations += size[r];
            tracks++;
        }
        var start = new int[tracks + 1];
        int t = 0;
        for (int r = 0; r < root.length; r++) {
            if (place[r] >= 0) {
                start[t + 1] = start[t] + size[r];
                t++;
            }
        }
        var photo = new int[observations];
        var feature = new int[observations];
        for (int p = 0; p < features.size(); p++) {
            for (int i = base[p]; i < base[p + 1]; i++) {
                int r = root[i];
                if (place[r] >= 0) {
                    photo[place[r]] = p;
                    feature[place[r]++] = i - base[p];
                }
            }
        }
        return new Tracks(features, start, photo, feature);
    }

    private int[] indexByPhoto() {
        for (int p : photo) {
            photoStart[p + 1]++;
        }
        for (int p = 0; p < photos; p++) {
            photoStart[p + 1] += photoStart[p];
        }
        int[] next = photoStart.clone();
        var index = new int[photo.length];
        for (int i = 0; i < photo.length; i++) {
            index[next[photo[i]]++] = i;
        }
        return index;
    }

    /// Number of tracks.
    public int count() {
        return trackStart.length - 1;
    }

    public int observationCount() {
        return photo.length;
    }

    public int photoCount() {
        return photos;
    }

    /// First observation of a track; `start(count())` is the number of observations.
    public int start(int t) {
        return trackStart[t];
    }

    public int photo(int observation) {
        return photo[observation];
    }

    public int feature(int observation) {
        return feature[observation];
    }

    public int track(int observation) {
        return track[observation];
    }

    public float u(int observation) {
        return u[observation];
    }

    public float v(int observation) {
        return v[observation];
    }

    /// Radius of the observed feature, pixels.
    public float radius(int observation) {
        return radius[observation];
    }

    /// First place of a photo in the list of observations sorted by photo; see [#ofPhoto].
    public int photoStart(int p) {
        return photoStart[p];
    }

    /// The observation at a place of the list sorted by photo, then by track.
    public int ofPhoto(int place) {
        return byPhoto[place];
    }
}
