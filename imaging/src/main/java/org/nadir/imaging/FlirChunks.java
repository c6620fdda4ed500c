package org.nadir.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Collects the segments of a [ThermalJpeg]. Each of FLIR begins with `FLIR`, 0, 1, its number from 0 on and the number of the
/// last one.
final class FlirChunks implements JpegSegments.Visitor {
    private static final byte[] NAME = "FLIR\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 8;
    private static final int APP1 = 0xE1;
    private static final int APP3 = 0xE3;
    private static final int APP4 = 0xE4;

    /// The coarsest sensors of such cameras have 160 x 120 pixels of two bytes.
    private static final int LEAST_IMAGE = 160 * 120 * 2;

    private final Map<Integer, byte[]> parts = new TreeMap<>();
    private int last = -1;
    private boolean contradictory;
    private long inApp3;
    private boolean hasApp4;

    @Override
    public void visit(int marker, byte[] content) {
        inApp3 += marker == APP3 ? content.length : 0;
        hasApp4 |= marker == APP4;
        boolean flir =
                marker == APP1
                        && content.length >= HEAD
                        && Arrays.equals(content, 0, NAME.length, NAME, 0, NAME.length);
        if (!flir) {
            return;
        }
        int number = content[6] & 0xFF;
        int announced = content[7] & 0xFF;
        contradictory |= last >= 0 && announced != last || number > announced;
        contradictory |= parts.put(number, content) != null;
        last = announced;
    }

    ThermalJpeg joined() {
        if (last < 0) {
            return hasApp4 && inApp3 >= LEAST_IMAGE
                    ? new ThermalJpeg.Closed()
                    : new ThermalJpeg.None();
        }
        if (contradictory) {
            return new ThermalJpeg.Unusable("its parts contradict one another");
        }
        if (parts.size() != last + 1) {
            return new ThermalJpeg.Unusable(
                    parts.size() + " of " + (last + 1) + " of its parts are in the file");
        }
        var all = new ByteArrayOutputStream();
        parts.values().forEach(part -> all.write(part, HEAD, part.length - HEAD));
        return FlirRecords.read(all.toByteArray());
    }
}
