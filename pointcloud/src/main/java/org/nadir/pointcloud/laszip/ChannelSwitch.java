package org.nadir.pointcloud.laszip;

/// Which channel's statistics an item other than the point itself uses, and which channel's record it takes as the one before.
///
/// The two are the same except in version 3 of the items: there the first record after a change to a channel that was seen before
/// is coded against the record of the channel that was left, as the reference software has it. Version 4 mends that.
final class ChannelSwitch {

    private final boolean[] used = new boolean[LayeredItem.CHANNELS];
    private final boolean mended;
    private int current;
    private int before;
    private boolean fresh;

    ChannelSwitch(int version) {
        mended = version >= 4;
    }

    void start(int channel) {
        java.util.Arrays.fill(used, false);
        used[channel] = true;
        current = channel;
        before = channel;
        fresh = false;
    }

    void follow(int channel) {
        int left = current;
        fresh = !used[channel];
        used[channel] = true;
        before = channel == left || mended || fresh ? channel : left;
        current = channel;
        from = left;
    }

    private int from;

    /// Whether the channel is new in this chunk; its record before is then that of [#left].
    boolean isFresh() {
        return fresh;
    }

    int left() {
        return from;
    }

    int current() {
        return current;
    }

    int before() {
        return before;
    }
}
