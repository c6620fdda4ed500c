package org.nadir.engine.texture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.GeoReference;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Geocentric;
import org.nadir.geo.UtmZone;

/// Writes a textured model as 3D Tiles (OGC 22-025r4, version 1.1): one binary glTF for each level of detail, each of which takes
/// the place of the coarser one when it fills enough of the screen.
///
/// Vertices are brought to the earth one by one and stored in a frame that is east, north and up at the middle of the model, so
/// that the model follows the earth's curvature. Heights are taken as those above the ellipsoid.
public final class ModelTileset {

    /// Texels of a coarser level may be this many pixels of the screen, by viewers that allow an error of 16 pixels.
    private static final double PIXELS_PER_TEXEL = 2;

    private static final double ALLOWED_PIXELS = 16;

    /// Metres around the vertices, for what single-precision numbers round away.
    private static final double MARGIN = 0.01;

    private final Path folder;
    private final GeoReference reference;
    private final UtmZone zone;
    private final Geocentric origin;
    private final double[] axes;
    private final List<Level> levels = new ArrayList<>();

    /// @param box smallest and largest x, y, z of the model
    /// @param error metres by which the level may differ from the truth
    private record Level(String file, double[] box, double error) {}

    /// @param folder new or empty
    /// @param reference where the world frame lies; known
    public ModelTileset(Path folder, GeoReference reference, TriangleMesh model)
            throws IOException {
        this.folder = folder;
        this.reference = reference;
        this.zone = UtmZone.ofEpsg(reference.epsg());
        double[] box = box(model.xyz());
        Coordinate middle = lonLat((box[0] + box[3]) / 2, (box[1] + box[4]) / 2);
        this.origin = Geocentric.of(middle.x(), middle.y(), (box[2] + box[5]) / 2);
        this.axes = Geocentric.axes(middle.x(), middle.y());
        Files.createDirectories(folder);
    }

    /// Writes a level; the finest comes first.
    ///
    /// @throws IOException also when nothing of the level has a texture
    public void add(TexturedMesh level) throws IOException {
        if (level.pages().isEmpty()) {
            throw new IOException("the model has no texture");
        }
        double[] local = local(level.mesh().xyz());
        String file = "level-" + levels.size() + ".glb";
        var moved =
                new TexturedMesh(
                        new TriangleMesh(local, level.mesh().faces()),
                        level.facePage(),
                        level.cornerUv(),
                        level.uv(),
                        level.pages());
        GlbWriter.write(folder.resolve(file), moved, GeoReference.NONE);
        double error = levels.isEmpty() ? 0 : Math.max(edge(level.mesh()) / 2, texelError(level));
        levels.add(new Level(file, box(local), error));
    }

    /// Says how the levels hang together; without it, nothing is finished.
    public void finish() throws IOException {
        var json = new ObjectMapper();
        ObjectNode tileset = json.createObjectNode();
        tileset.putObject("asset").put("version", "1.1");
        double[] whole = levels.getFirst().box();
        double diagonal =
                Math.hypot(
                        Math.hypot(whole[3] - whole[0], whole[4] - whole[1]), whole[5] - whole[2]);
        tileset.put("geometricError", diagonal);
        ObjectNode tile = tileset.putObject("root");
        place(tile.putArray("transform"));
        tile.put("refine", "REPLACE");
        // A tile holds those below it, so that boxes grow from the finest level up.
        var boxes = new ArrayList<double[]>();
        for (Level level : levels) {
            boxes.add(boxes.isEmpty() ? level.box() : union(boxes.getLast(), level.box()));
        }
        double error = diagonal;
        for (int i = levels.size() - 1; i >= 0; i--) {
            error = Math.min(error, levels.get(i).error());
            bound(tile.putObject("boundingVolume").putArray("box"), boxes.get(i));
            tile.put("geometricError", error);
            tile.putObject("content").put("uri", levels.get(i).file());
            tile = i > 0 ? tile.putArray("children").addObject() : tile;
        }
        Files.write(folder.resolve("tileset.json"), json.writeValueAsBytes(tileset));
    }

    /// The local frame in the geocentric one, column by column.
    private void place(ArrayNode matrix) {
        for (int axis = 0; axis < 3; axis++) {
            matrix.add(axes[3 * axis]).add(axes[3 * axis + 1]).add(axes[3 * axis + 2]).add(0);
        }
        matrix.add(origin.x()).add(origin.y()).add(origin.z()).add(1);
    }

    /// Middle, then half the sides.
    private static void bound(ArrayNode node, double[] box) {
        for (int axis = 0; axis < 3; axis++) {
            node.add((box[axis] + box[3 + axis]) / 2);
        }
        for (int i = 0; i < 9; i++) {
            int axis = i / 3;
            node.add(i % 4 == 0 ? (box[3 + axis] - box[axis]) / 2 + MARGIN : 0);
        }
    }

    private Coordinate lonLat(double x, double y) {
        return zone.inverse(x + reference.offsetEast(), y + reference.offsetNorth());
    }

    private double[] local(double[] xyz) {
        var local = new double[xyz.length];
        for (int v = 0; v < xyz.length; v += 3) {
            Coordinate at = lonLat(xyz[v], xyz[v + 1]);
            Geocentric place = Geocentric.of(at.x(), at.y(), xyz[v + 2]);
            double dx = place.x() - origin.x();
            double dy = place.y() - origin.y();
            double dz = place.z() - origin.z();
            for (int axis = 0; axis < 3; axis++) {
                local[v + axis] =
                        axes[3 * axis] * dx + axes[3 * axis + 1] * dy + axes[3 * axis + 2] * dz;
            }
        }
        return local;
    }

    private static double[] box(double[] xyz) {
        double[] box = {
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        for (int i = 0; i < xyz.length; i++) {
            box[i % 3] = Math.min(box[i % 3], xyz[i]);
            box[3 + i % 3] = Math.max(box[3 + i % 3], xyz[i]);
        }
        return box;
    }

    private static double[] union(double[] a, double[] b) {
        var box = new double[6];
        for (int axis = 0; axis < 3; axis++) {
            box[axis] = Math.min(a[axis], b[axis]);
            box[3 + axis] = Math.max(a[3 + axis], b[3 + axis]);
        }
        return box;
    }

    /// The mean length of the triangles' sides.
    private static double edge(TriangleMesh mesh) {
        double sum = 0;
        for (int e = 0; e < mesh.faces().length; e++) {
            int next = e % 3 == 2 ? e - 2 : e + 1;
            sum += distance(mesh.xyz(), mesh.faces()[e], mesh.faces()[next]);
        }
        return sum / mesh.faces().length;
    }

    /// The error at which viewers show the level so small that its texels are a few pixels wide.
    private static double texelError(TexturedMesh level) {
        double metres = 0;
        double texels = 0;
        for (int e = 0; e < level.cornerUv().length; e++) {
            int next = e % 3 == 2 ? e - 2 : e + 1;
            if (level.facePage()[e / 3] < 0) {
                continue;
            }
            TexturePage page = level.pages().get(level.facePage()[e / 3]);
            int a = 2 * level.cornerUv()[e];
            int b = 2 * level.cornerUv()[next];
            metres +=
                    distance(
                            level.mesh().xyz(),
                            level.mesh().faces()[e],
                            level.mesh().faces()[next]);
            texels +=
                    Math.hypot(
                            (level.uv()[a] - level.uv()[b]) * page.width(),
                            (level.uv()[a + 1] - level.uv()[b + 1]) * page.height());
        }
        return texels == 0 ? 0 : metres / texels * ALLOWED_PIXELS / PIXELS_PER_TEXEL;
    }

    private static double distance(double[] xyz, int a, int b) {
        double dx = xyz[3 * a] - xyz[3 * b];
        double dy = xyz[3 * a + 1] - xyz[3 * b + 1];
        double dz = xyz[3 * a + 2] - xyz[3 * b + 2];
        return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
}
