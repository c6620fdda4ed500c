package org.nadir.engine.sfm;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;

/// Keeps a reconstruction on disk between stages: big-endian binary, all numbers in full, so that reading gives back what was
/// written. Photos are kept by name.
public final class SfmFile {

    private static final int MAGIC = 0x4e534d33;

    private SfmFile() {}

    /// Writes to a temporary name beside `file`, then moves it into place.
    public static void write(Path file, SfmResult result) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        try (var out =
                new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16))) {
            out.writeInt(MAGIC);
            writeScene(out, result.scene());
            StatisticsCodec.write(out, result.statistics());
        }
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Reads what [#write] wrote.
    ///
    /// @param photos the photos of the task, by whose names shots find their photo again
    /// @throws IOException when the file is of another kind, cut short, or names a photo that is not there
    public static SfmResult read(Path file, List<Photo> photos) throws IOException {
        Map<String, Photo> byName = new HashMap<>();
        for (Photo photo : photos) {
            byName.put(photo.name(), photo);
        }
        try (var in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(file.getFileName() + ": not a reconstruction file");
            }
            SparseScene scene = readScene(in, byName, file);
            return new SfmResult(scene, StatisticsCodec.read(in));
        }
    }

    private static void writeScene(DataOutputStream out, SparseScene scene) throws IOException {
        out.writeInt(scene.shots().size());
        for (Shot shot : scene.shots()) {
            out.writeUTF(shot.name());
            out.writeBoolean(shot.photo().motion() != null);
            writeCamera(out, shot.camera());
            for (double number : shot.pose().cameraFromWorld()) {
                out.writeDouble(number);
            }
            for (double number : shot.pose().centreInWorld()) {
                out.writeDouble(number);
            }
        }
        out.writeInt(scene.pointCount());
        out.writeInt(scene.observationCount());
        for (double number : scene.pointXyz()) {
            out.writeDouble(number);
        }
        out.write(scene.pointRgb());
        for (int start : scene.observationStart()) {
            out.writeInt(start);
        }
        for (int shot : scene.observationShot()) {
            out.writeInt(shot);
        }
        for (float number : scene.observationPixel()) {
            out.writeFloat(number);
        }
    }

    private static SparseScene readScene(DataInputStream in, Map<String, Photo> byName, Path file)
            throws IOException {
        List<Shot> shots = new ArrayList<>();
        int shotCount = size(in);
        for (int s = 0; s < shotCount; s++) {
            String name = in.readUTF();
            Photo photo = byName.get(name);
            if (photo == null) {
                throw new IOException(file.getFileName() + ": photo " + name + " is not there");
            }
            Photo moved = in.readBoolean() ? photo : photo.withMotion(null);
            Camera camera = readCamera(in);
            double[] rotation = doubles(in, 9);
            shots.add(new Shot(moved, camera, new Pose(rotation, doubles(in, 3))));
        }
        int points = size(in);
        int observations = size(in);
        double[] xyz = doubles(in, Math.multiplyExact(3, points));
        byte[] rgb = in.readNBytes(Math.multiplyExact(3, points));
        var start = new int[points + 1];
        for (int i = 0; i <= points; i++) {
            start[i] = in.readInt();
        }
        var shot = new int[observations];
        for (int i = 0; i < observations; i++) {
            shot[i] = in.readInt();
        }
        var pixel = new float[2 * observations];
        for (int i = 0; i < pixel.length; i++) {
            pixel[i] = in.readFloat();
        }
        return new SparseScene(shots, xyz, rgb, start, shot, pixel);
    }

    private static int size(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0) {
            throw new IOException("Not a reconstruction file: negative count " + size);
        }
        return size;
    }

    private static double[] doubles(DataInputStream in, int n) throws IOException {
        var numbers = new double[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }

    static void writeCamera(DataOutputStream out, Camera camera) throws IOException {
        out.writeUTF(camera.id());
        out.writeUTF(camera.model().key());
        out.writeInt(camera.width());
        out.writeInt(camera.height());
        for (double number : camera.numbers()) {
            out.writeDouble(number);
        }
    }

    static Camera readCamera(DataInputStream in) throws IOException {
        String id = in.readUTF();
        String key = in.readUTF();
        LensModel model =
                LensModel.find(key).orElseThrow(() -> new IOException("Unknown lens " + key));
        int width = in.readInt();
        int height = in.readInt();
        return Camera.of(model, id, width, height, doubles(in, 10));
    }
}
