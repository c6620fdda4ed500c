package org.nadir.engine.texture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nadir.engine.scene.GeoReference;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.RgbImage;
import org.nadir.pointcloud.LittleEndian;
import org.nadir.pointcloud.NewFile;

/// Writes a textured mesh as binary glTF 2.0: one mesh, one primitive with an unlit material per page, JPEG textures within.
/// Positions are in the world frame; the node turns z up to glTF's y up. Faces without texture are left out.
public final class GlbWriter {

    private static final double JPEG_QUALITY = 0.9;
    private static final int FLOAT = 5126;
    private static final int UNSIGNED_INT = 5125;
    private static final int VERTEX_BUFFER = 34962;
    private static final int INDEX_BUFFER = 34963;

    /// Column by column: x stays, y becomes −z, z becomes y.
    private static final int[] Y_UP = {1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1};

    private final TexturedMesh mesh;
    private final ObjectNode json = new ObjectMapper().createObjectNode();
    private final ArrayNode bufferViews = json.putArray("bufferViews");
    private final ArrayNode accessors = json.putArray("accessors");
    private final List<byte[]> parts = new ArrayList<>();
    private long length;

    private GlbWriter(TexturedMesh mesh) {
        this.mesh = mesh;
    }

    /// Names the offset of the world frame as `CESIUM_RTC` centre when the reference is known.
    ///
    /// @throws IOException naming the file
    public static void write(Path target, TexturedMesh mesh, GeoReference reference)
            throws IOException {
        NewFile.write(target, file -> new GlbWriter(mesh).write(file, reference));
    }

    private void write(NewFile file, GeoReference reference) throws IOException {
        json.putObject("asset").put("version", "2.0").put("generator", "Nadir");
        ArrayNode used = json.putArray("extensionsUsed").add("KHR_materials_unlit");
        if (reference.isKnown()) {
            used.add("CESIUM_RTC");
            json.putObject("extensions")
                    .putObject("CESIUM_RTC")
                    .putArray("center")
                    .add(reference.offsetEast())
                    .add(reference.offsetNorth())
                    .add(0);
        }
        json.put("scene", 0).putArray("scenes").addObject().putArray("nodes").add(0);
        ObjectNode node = json.putArray("nodes").addObject().put("mesh", 0);
        ArrayNode matrix = node.putArray("matrix");
        Arrays.stream(Y_UP).forEach(matrix::add);
        ArrayNode primitives = json.putArray("meshes").addObject().putArray("primitives");
        json.putArray("samplers")
                .addObject()
                .put("magFilter", 9729)
                .put("minFilter", 9987)
                .put("wrapS", 33071)
                .put("wrapT", 33071);
        for (String list : new String[] {"materials", "textures", "images"}) {
            json.putArray(list);
        }
        for (int p = 0; p < mesh.pages().size(); p++) {
            addPrimitive(primitives.addObject(), p);
            addMaterial(p);
        }
        json.putArray("buffers").addObject().put("byteLength", length);
        writeChunks(file);
    }

    private void addPrimitive(ObjectNode primitive, int page) {
        var local = new int[mesh.uvCount()];
        Arrays.fill(local, -1);
        int corners = 0;
        int vertices = 0;
        var indices = new byte[Math.multiplyExact(Integer.BYTES, mesh.cornerUv().length)];
        var vertexOf = new int[mesh.uvCount()];
        var uvOf = new int[mesh.uvCount()];
        for (int e = 0; e < mesh.cornerUv().length; e++) {
            if (mesh.facePage()[e / 3] != page) {
                continue;
            }
            int uv = mesh.cornerUv()[e];
            if (local[uv] < 0) {
                local[uv] = vertices;
                vertexOf[vertices] = mesh.mesh().faces()[e];
                uvOf[vertices++] = uv;
            }
            LittleEndian.putInt(indices, 4 * corners++, local[uv]);
        }
        ObjectNode attributes = primitive.putObject("attributes");
        attributes.put("POSITION", positions(vertexOf, vertices));
        attributes.put("TEXCOORD_0", textureCoordinates(uvOf, vertices));
        int view = addView(Arrays.copyOf(indices, 4 * corners), INDEX_BUFFER);
        primitive.put("indices", addAccessor(view, UNSIGNED_INT, corners, "SCALAR"));
        primitive.put("material", page);
    }

    private int positions(int[] vertexOf, int count) {
        var bytes = new byte[Math.multiplyExact(12, count)];
        float[] min = {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE};
        float[] max = {-Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int i = 0; i < count; i++) {
            for (int axis = 0; axis < 3; axis++) {
                float value = (float) mesh.mesh().xyz()[3 * vertexOf[i] + axis];
                LittleEndian.putFloat(bytes, 12 * i + 4 * axis, value);
                min[axis] = Math.min(min[axis], value);
                max[axis] = Math.max(max[axis], value);
            }
        }
        int accessor = addAccessor(addView(bytes, VERTEX_BUFFER), FLOAT, count, "VEC3");
        ObjectNode node = (ObjectNode) accessors.get(accessor);
        node.putArray("min").add(min[0]).add(min[1]).add(min[2]);
        node.putArray("max").add(max[0]).add(max[1]).add(max[2]);
        return accessor;
    }

    private int textureCoordinates(int[] uvOf, int count) {
        var bytes = new byte[8 * count];
        for (int i = 0; i < count; i++) {
            LittleEndian.putFloat(bytes, 8 * i, mesh.uv()[2 * uvOf[i]]);
            LittleEndian.putFloat(bytes, 8 * i + 4, mesh.uv()[2 * uvOf[i] + 1]);
        }
        return addAccessor(addView(bytes, VERTEX_BUFFER), FLOAT, count, "VEC2");
    }

    private void addMaterial(int page) {
        TexturePage image = mesh.pages().get(page);
        byte[] jpeg =
                ImageEncoder.jpeg(
                        new RgbImage(image.width(), image.height(), image.rgb()), JPEG_QUALITY);
        json.withArray("images")
                .addObject()
                .put("bufferView", addView(jpeg, 0))
                .put("mimeType", "image/jpeg");
        json.withArray("textures").addObject().put("sampler", 0).put("source", page);
        ObjectNode material = json.withArray("materials").addObject();
        ObjectNode look = material.putObject("pbrMetallicRoughness");
        look.putObject("baseColorTexture").put("index", page);
        look.put("metallicFactor", 0).put("roughnessFactor", 1);
        material.put("doubleSided", true);
        material.putObject("extensions").putObject("KHR_materials_unlit");
    }

    private int addAccessor(int view, int type, int count, String shape) {
        accessors
                .addObject()
                .put("bufferView", view)
                .put("componentType", type)
                .put("count", count)
                .put("type", shape);
        return accessors.size() - 1;
    }

    /// Adds bytes to the binary chunk, at a multiple of four.
    private int addView(byte[] bytes, int target) {
        ObjectNode view =
                bufferViews
                        .addObject()
                        .put("buffer", 0)
                        .put("byteOffset", length)
                        .put("byteLength", bytes.length);
        if (target != 0) {
            view.put("target", target);
        }
        parts.add(bytes);
        length += padded(bytes.length);
        return bufferViews.size() - 1;
    }

    private void writeChunks(NewFile file) throws IOException {
        byte[] text = new ObjectMapper().writeValueAsBytes(json);
        long total = 12 + 8 + padded(text.length) + 8 + length;
        if (total > 0xFFFFFFFFL) {
            throw new IOException("a GLB file cannot hold " + total + " bytes");
        }
        var head = new byte[20];
        LittleEndian.putInt(head, 0, 0x46546C67);
        LittleEndian.putInt(head, 4, 2);
        LittleEndian.putInt(head, 8, (int) total);
        LittleEndian.putInt(head, 12, (int) padded(text.length));
        LittleEndian.putInt(head, 16, 0x4E4F534A);
        file.append(head);
        append(file, text, (byte) ' ');
        var binary = new byte[8];
        LittleEndian.putInt(binary, 0, (int) length);
        LittleEndian.putInt(binary, 4, 0x004E4942);
        file.append(binary);
        for (byte[] part : parts) {
            append(file, part, (byte) 0);
        }
    }

    private static void append(NewFile file, byte[] bytes, byte filler) throws IOException {
        file.append(bytes);
        var padding = new byte[(int) (padded(bytes.length) - bytes.length)];
        Arrays.fill(padding, filler);
        file.append(padding);
    }

    private static long padded(long size) {
        return (size + 3) & ~3L;
    }
}
