package org.nadir.server.media;

import java.nio.ByteBuffer;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.io.model.VUIParameters;
import org.jcodec.common.DemuxerTrackMeta;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Rect;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.RgbImage;

/// Video pixels, luma and colour differences, as red, green and blue.
///
/// @param red share of red in luma
/// @param blue share of blue in luma
/// @param full whether samples use all of 0 to 255
record FramePixels(double red, double blue, boolean full) {

    private static final int HIGH_DEFINITION = 720;
    private static final int BT_709 = 1;

    /// As the stream says; else BT.709 for high definition and BT.601 below, in limited range.
    static FramePixels of(DemuxerTrackMeta track, int height) {
        VUIParameters said = said(track.getCodecPrivate());
        boolean named = said != null && said.colourDescriptionPresentFlag;
        boolean high = named ? said.matrixCoefficients == BT_709 : height >= HIGH_DEFINITION;
        boolean full = said != null && said.videoFullRangeFlag;
        return high ? new FramePixels(0.2126, 0.0722, full) : new FramePixels(0.299, 0.114, full);
    }

    private static @Nullable VUIParameters said(@Nullable ByteBuffer parameters) {
        if (parameters == null) {
            return null;
        }
        for (ByteBuffer sequence : H264Utils.getRawSPS(parameters.duplicate())) {
            return H264Utils.readSPS(sequence.duplicate()).getVuiParams();
        }
        return null;
    }

    RgbImage rgb(Picture picture) {
        Rect crop = picture.getCrop();
        int left = crop == null ? 0 : crop.getX();
        int top = crop == null ? 0 : crop.getY();
        var image = new RgbImage(picture.getCroppedWidth(), picture.getCroppedHeight());
        double lumaRange = full ? 1 : 255.0 / 219;
        double colourRange = full ? 2 : 2 * 255.0 / 224;
        int black = full ? -128 : 16 - 128;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                double luma = (sample(picture, 0, left + x, top + y) - black) * lumaRange;
                double toBlue = sample(picture, 1, left + x, top + y) * colourRange * (1 - blue);
                double toRed = sample(picture, 2, left + x, top + y) * colourRange * (1 - red);
                double toGreen = -(red * toRed + blue * toBlue) / (1 - red - blue);
                int at = 3 * (y * image.width() + x);
                image.rgb()[at] = clamped(luma + toRed);
                image.rgb()[at + 1] = clamped(luma + toGreen);
                image.rgb()[at + 2] = clamped(luma + toBlue);
            }
        }
        return image;
    }

    /// A sample less 128, as the decoder keeps them; planes of colour may be smaller.
    private static int sample(Picture picture, int plane, int x, int y) {
        int across = x * picture.getPlaneWidth(plane) / picture.getWidth();
        int down = y * picture.getPlaneHeight(plane) / picture.getHeight();
        return picture.getPlaneData(plane)[down * picture.getPlaneWidth(plane) + across];
    }

    private static byte clamped(double value) {
        return (byte) Math.clamp(Math.round(value), 0, 255);
    }
}
