package org.nadir.pointcloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.Geocentric;

/// Writes a cloud as 3D Tiles (OGC 18-053r2, version 1.0): the nodes of an octree as point tiles (`.pnts`) that add to each
/// other. Every point is brought to the earth exactly, so no part of a large cloud floats above it or sinks in. Heights are taken
/// as those above the ellipsoid.
public final class PointTileset {

    /// A tile's error relative to the distance of its points: viewers that allow 16 pixels then show points no farther
    /// than four pixels apart.
    private static final double ERROR_PER_SPACING = 4;

    private static final int HEAD = 28;

    /// Metres around the points of a tile, for what single-precision numbers round away.
    private static final double MARGIN = 0.01;

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final LasReference reference;
    private final Crs crs;
    private final Map<OctreeKey, Region> regions = new HashMap<>();

    private PointTileset(Path folder, LasReference reference) {
        this.folder = folder;
        this.reference = reference;
        this.crs = Crs.ofEpsg(reference.epsg());
    }

    /// Writes all points of the source, which is not closed, into a new or empty folder. A folder without `tileset.json` is
    /// unfinished.
    ///
    /// @param check called again and again; what it throws ends the work
    /// @return number of points
    /// @throws IOException naming the folder, also when there is no point at all
    public static long write(
            Path folder, PointSource points, LasReference reference, Runnable check)
            throws IOException {
        return write(folder, points, reference, check, PointTree.MEMORY);
    }

    static long write(
            Path folder, PointSource points, LasReference reference, Runnable check, long memory)
            throws IOException {
        try {
            Files.createDirectories(folder);
            var tileset = new PointTileset(folder, PointTree.even(reference));
            PointTree tree =
                    PointTree.build(folder, points, reference, check, memory, tileset::writeNode);
            Files.write(
                    folder.resolve("tileset.json"),
                    tileset.json.writeValueAsBytes(tileset.description(tree)));
            return tree.statistics().count();
        } catch (IOException failure) {
            throw new IOException("Cannot write " + folder + ": " + failure.getMessage(), failure);
        }
    }

    /// West, south, east, north in radians, lowest and highest in metres, as 3D Tiles has it.
    private record Region(double[] sides) {

        static Region none() {
            return new Region(
                    new double[] {
                        Double.POSITIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY
                    });
        }

        void add(double longitude, double latitude, double height) {
            sides[0] = Math.min(sides[0], longitude);
            sides[1] = Math.min(sides[1], latitude);
            sides[2] = Math.max(sides[2], longitude);
            sides[3] = Math.max(sides[3], latitude);
            sides[4] = Math.min(sides[4], height);
            sides[5] = Math.max(sides[5], height);
        }

        void add(Region other) {
            add(other.sides[0], other.sides[1], other.sides[4]);
            add(other.sides[2], other.sides[3], other.sides[5]);
        }
    }

    private void writeNode(OctreeKey key, byte[] records, int count) throws IOException {
        var places = new double[3 * count];
        var region = Region.none();
        for (int i = 0; i < count; i++) {
            place(records, i, places, region);
        }
        regions.put(key, region);
        Files.write(folder.resolve(key + ".pnts"), tile(records, count, places));
    }

    private void place(byte[] records, int i, double[] places, Region region) {
        int at = i * LasHead.RECORD_LENGTH;
        double scale = reference.scale();
        double x = LittleEndian.getInt(records, at) * scale + reference.offsetX();
        double y = LittleEndian.getInt(records, at + 4) * scale + reference.offsetY();
        double z = LittleEndian.getInt(records, at + 8) * scale + reference.offsetZ();
        Coordinate at2 = crs.toLonLat(x, y);
        Geocentric place = Geocentric.of(at2.x(), at2.y(), z);
        places[3 * i] = place.x();
        places[3 * i + 1] = place.y();
        places[3 * i + 2] = place.z();
        region.add(Math.toRadians(at2.x()), Math.toRadians(at2.y()), z);
    }

    /// Positions relative to their middle in single precision, then colours.
    private byte[] tile(byte[] records, int count, double[] places) throws IOException {
        double[] middle = middle(places);
        ObjectNode table = json.createObjectNode().put("POINTS_LENGTH", count);
        ArrayNode centre = table.putArray("RTC_CENTER");
        Arrays.stream(middle).forEach(centre::add);
        table.putObject("POSITION").put("byteOffset", 0);
        table.putObject("RGB").put("byteOffset", 12L * count);
        byte[] text = padded(json.writeValueAsBytes(table));
        int binary = Math.multiplyExact(15, count) + 7 & ~7;
        var bytes = new byte[Math.addExact(HEAD + text.length, binary)];
        System.arraycopy("pnts".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
        LittleEndian.putInt(bytes, 4, 1);
        LittleEndian.putInt(bytes, 8, bytes.length);
        LittleEndian.putInt(bytes, 12, text.length);
        LittleEndian.putInt(bytes, 16, binary);
        System.arraycopy(text, 0, bytes, HEAD, text.length);
        int positions = HEAD + text.length;
        int colours = positions + 12 * count;
        for (int i = 0; i < count; i++) {
            for (int axis = 0; axis < 3; axis++) {
                LittleEndian.putFloat(
                        bytes,
                        positions + 12 * i + 4 * axis,
                        (float) (places[3 * i + axis] - middle[axis]));
                bytes[colours + 3 * i + axis] = records[i * LasHead.RECORD_LENGTH + 20 + 2 * axis];
            }
        }
        return bytes;
    }

    private static double[] middle(double[] places) {
        var middle = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = axis; i < places.length; i += 3) {
                min = Math.min(min, places[i]);
                max = Math.max(max, places[i]);
            }
            middle[axis] = (min + max) / 2;
        }
        return middle;
    }

    /// With spaces, so that what follows begins at a multiple of eight.
    private static byte[] padded(byte[] text) {
        int length = (HEAD + text.length + 7 & ~7) - HEAD;
        byte[] padded = Arrays.copyOf(text, length);
        Arrays.fill(padded, text.length, length, (byte) ' ');
        return padded;
    }

    private ObjectNode description(PointTree tree) {
        double edge = tree.edge() * reference.scale();
        ObjectNode tileset = json.createObjectNode();
        tileset.putObject("asset").put("version", "1.0");
        tileset.put("geometricError", edge);
        ObjectNode root = tileset.putObject("root");
        describe(root, OctreeKey.ROOT, ERROR_PER_SPACING * edge / Octree.SPAN);
        root.put("refine", "ADD");
        return tileset;
    }

    /// @return the region of the tile and all below it
    private Region describe(ObjectNode tile, OctreeKey key, double error) {
        var whole = Region.none();
        whole.add(Objects.requireNonNull(regions.get(key)));
        ArrayNode children = json.createArrayNode();
        for (int octant = 0; octant < 8; octant++) {
            if (regions.containsKey(key.child(octant))) {
                whole.add(describe(children.addObject(), key.child(octant), error / 2));
            }
        }
        ArrayNode sides = tile.putObject("boundingVolume").putArray("region");
        double angle = MARGIN / 6_356_752;
        double acrossAngle = angle / Math.max(1e-3, Math.cos(whole.sides()[1]));
        sides.add(whole.sides()[0] - acrossAngle)
                .add(whole.sides()[1] - angle)
                .add(whole.sides()[2] + acrossAngle)
                .add(whole.sides()[3] + angle)
                .add(whole.sides()[4] - MARGIN)
                .add(whole.sides()[5] + MARGIN);
        tile.put("geometricError", children.isEmpty() ? 0 : error);
        tile.putObject("content").put("uri", key + ".pnts");
        if (!children.isEmpty()) {
            tile.set("children", children);
        }
        return whole;
    }
}
