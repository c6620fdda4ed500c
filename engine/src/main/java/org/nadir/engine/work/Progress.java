package org.nadir.engine.work;

/// Where long work says how far it is. Children take a share of the parent's range, so one listener at the top sees a
/// single fraction that only grows. Cheap enough for inner loops; may be called from any thread.
public interface Progress {

    /// Says what is going on now, in words for a person, for instance `Matching 85 pairs`.
    void title(String text);

    /// Sets the share of this work that is done, from 0 to 1. Smaller values than before are ignored.
    void fraction(double done);

    /// A child that fills the part of this range between `from` and `to`, both from 0 to 1.
    default Progress part(double from, double to) {
        Progress parent = this;
        return new Progress() {
            @Override
            public void title(String text) {
                parent.title(text);
            }

            @Override
            public void fraction(double done) {
                parent.fraction(from + (to - from) * Math.clamp(done, 0, 1));
            }
        };
    }

    /// Listens to nothing.
    static Progress none() {
        return new Progress() {
            @Override
            public void title(String text) {}

            @Override
            public void fraction(double done) {}
        };
    }
}
