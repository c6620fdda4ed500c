package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.sfm.SfmResult;
import org.nadir.engine.sfm.SfmStatistics;

/// A reconstruction on disk between stages: shots and statistics as JSON, tie points as the arrays they are.
final class SceneFile {

    private static final int MAGIC = 0x4e53_4631;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What is stored of a shot; the photo itself comes from the data set.
    record PlacedShot(
            String name, Camera camera, double[] cameraFromWorld, double[] centreInWorld) {}

    record Head(List<PlacedShot> shots, SfmStatistics statistics) {}

    private SceneFile() {}

    static void write(Path file, SfmResult result) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        SparseScene scene = result.scene();
        List<PlacedShot> shots =
                scene.shots().stream()
                        .map(s ->
                                new PlacedShot(
                                        s.name(),
                                        s.camera(),
                                        s.pose().cameraFromWorld(),
                                        s.pose().centreInWorld()))
                        .toList();
        byte[] head = JSON.writeValueAsBytes(new Head(shots, result.statistics()));
        try (var out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(ProjectFolder.ready(partial)), 1 << 20))) {
            out.writeInt(MAGIC);
            out.writeInt(head.length);
            out.write(head);
            out.writeInt(scene.pointCount());
            out.writeInt(scene.observationCount());
            for (double value : scene.pointXyz()) {
                out.writeDouble(value);
            }
            out.write(scene.pointRgb());
            for (int value : scene.observationStart()) {
                out.writeInt(value);
            }
            for (int value : scene.observationShot()) {
                out.writeInt(value);
            }
            for (float value : scene.observationPixel()) {
                out.writeFloat(value);
            }
        }
        Files.move(
                partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// @param photos the data set; every placed photo must be in it
    static SfmResult read(Path file, List<Photo> photos) throws IOException {
        Map<String, Photo> byName = new HashMap<>();
        photos.forEach(photo -> byName.put(photo.name(), photo));
        try (var in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(
                        file
                                + " is not a reconstruction of this version: restart the task from the beginning");
            }
            Head head = JSON.readValue(in.readNBytes(in.readInt()), Head.class);
            var shots = new ArrayList<Shot>();
            for (PlacedShot placed : head.shots()) {
                Photo photo = byName.get(placed.name());
                if (photo == null) {
                    throw new IOException(
                            placed.name() + " is missing: restart the task from the beginning");
                }
                shots.add(
                        new Shot(
                                photo,
                                placed.camera(),
                                new Pose(placed.cameraFromWorld(), placed.centreInWorld())));
            }
            int points = in.readInt();
            int observations = in.readInt();
            ByteBuffer xyz = ByteBuffer.wrap(in.readNBytes(24 * points));
            byte[] rgb = in.readNBytes(3 * points);
            ByteBuffer start = ByteBuffer.wrap(in.readNBytes(4 * (points + 1)));
            ByteBuffer shot = ByteBuffer.wrap(in.readNBytes(4 * observations));
            ByteBuffer pixel = ByteBuffer.wrap(in.readNBytes(8 * observations));
            var scene =
                    new SparseScene(
                            shots,
                            doubles(xyz, 3 * points),
                            rgb,
                            ints(start, points + 1),
                            ints(shot, observations),
                            floats(pixel, 2 * observations));
            return new SfmResult(scene, head.statistics());
        }
    }

    private static double[] doubles(ByteBuffer bytes, int count) {
        var values = new double[count];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    private static int[] ints(ByteBuffer bytes, int count) {
        var values = new int[count];
        bytes.asIntBuffer().get(values);
        return values;
    }

    private static float[] floats(ByteBuffer bytes, int count) {
        var values = new float[count];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
