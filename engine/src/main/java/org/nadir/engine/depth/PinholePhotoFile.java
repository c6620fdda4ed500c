package org.nadir.engine.depth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Pinhole photos on disk, five bytes per pixel.
public final class PinholePhotoFile {

    private static final int MARK = 0x3148_504e;

    private PinholePhotoFile() {}

    public static void write(Path file, PinholePhoto photo, long fingerprint) throws IOException {
        int pixels = photo.gray().length;
        ByteBuffer body =
                ByteBuffer.allocate(BinaryFile.PINHOLE_BYTES + 5 * pixels)
                        .order(ByteOrder.LITTLE_ENDIAN);
        BinaryFile.putPinhole(body, photo.camera());
        body.put(photo.rgb());
        body.asShortBuffer().put(photo.gray());
        BinaryFile.write(file, MARK, fingerprint, body.rewind());
    }

    public static PinholePhoto read(Path file) throws IOException {
        ByteBuffer body = BinaryFile.read(file, MARK);
        var camera = BinaryFile.getPinhole(body, file.getFileName().toString());
        int pixels = camera.width() * camera.height();
        var rgb = new byte[3 * pixels];
        var gray = new short[pixels];
        body.get(rgb);
        body.asShortBuffer().get(gray);
        return new PinholePhoto(camera, rgb, gray);
    }

    static boolean isCurrent(Path file, long fingerprint) throws IOException {
        return BinaryFile.isCurrent(file, MARK, fingerprint);
    }
}
