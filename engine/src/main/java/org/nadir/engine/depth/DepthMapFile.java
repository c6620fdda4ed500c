package org.nadir.engine.depth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.nadir.engine.camera.Pose;

/// Depth maps on disk, ten bytes per pixel: depth as float, normals rounded to 1/127, colour.
public final class DepthMapFile {

    private static final int MARK = 0x3148_444e;
    private static final int POSE_BYTES = 12 * 8;

    private DepthMapFile() {}

    public static void write(Path file, DepthMap map, long fingerprint) throws IOException {
        int pixels = map.depth().length;
        ByteBuffer body =
                ByteBuffer.allocate(4 + BinaryFile.PINHOLE_BYTES + POSE_BYTES + 10 * pixels)
                        .order(ByteOrder.LITTLE_ENDIAN);
        body.putInt(map.shotIndex());
        BinaryFile.putPinhole(body, map.camera());
        for (double number : map.pose().cameraFromWorld()) {
            body.putDouble(number);
        }
        for (double number : map.pose().centreInWorld()) {
            body.putDouble(number);
        }
        body.asFloatBuffer().put(map.depth());
        body.position(body.position() + 4 * pixels);
        var normals = new byte[3 * pixels];
        for (int i = 0; i < normals.length; i++) {
            normals[i] = (byte) Math.round(127 * map.normal()[i]);
        }
        body.put(normals).put(map.rgb());
        BinaryFile.write(file, MARK, fingerprint, body.rewind());
    }

    public static DepthMap read(Path file) throws IOException {
        ByteBuffer body = BinaryFile.read(file, MARK);
        int shot = body.getInt();
        var camera = BinaryFile.getPinhole(body, file.getFileName().toString());
        var rotation = new double[9];
        var centre = new double[3];
        body.asDoubleBuffer().get(rotation).get(centre);
        body.position(body.position() + POSE_BYTES);
        int pixels = camera.width() * camera.height();
        var depth = new float[pixels];
        body.asFloatBuffer().get(depth);
        body.position(body.position() + 4 * pixels);
        var normal = new float[3 * pixels];
        var packed = new byte[3 * pixels];
        body.get(packed);
        for (int i = 0; i < packed.length; i++) {
            normal[i] = packed[i] / 127f;
        }
        var rgb = new byte[3 * pixels];
        body.get(rgb);
        return new DepthMap(shot, camera, new Pose(rotation, centre), depth, normal, rgb);
    }

    static boolean isCurrent(Path file, long fingerprint) throws IOException {
        return BinaryFile.isCurrent(file, MARK, fingerprint);
    }
}
