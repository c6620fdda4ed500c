package org.nadir.benchmarks;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// A textured model as another program would read it from an OBJ file of triangles, its material library and its pictures.
///
/// @param xyz three numbers per vertex
/// @param uv two numbers per texture coordinate, from the picture's lower left corner
/// @param vertex per corner, the index of its vertex
/// @param texture per corner, the index of its texture coordinate; −1 where it has none
/// @param page per face, the index of its picture; −1 where it has none
record ObjModel(
        double[] xyz,
        float[] uv,
        int[] vertex,
        int[] texture,
        int[] page,
        List<BufferedImage> pages) {

    int faces() {
        return page.length;
    }

    int vertices() {
        return xyz.length / 3;
    }

    static ObjModel read(Path obj) throws IOException {
        var reader = new Reader(obj);
        try (BufferedReader lines = Files.newBufferedReader(obj)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.take(line);
            }
        }
        return reader.model();
    }

    private static final class Reader {
        private final Path obj;
        private double[] xyz = new double[3 << 16];
        private float[] uv = new float[2 << 16];
        private int[] vertex = new int[3 << 16];
        private int[] texture = new int[3 << 16];
        private int[] page = new int[1 << 16];
        private int vertices;
        private int coordinates;
        private int faces;
        private int present = -1;
        private final Map<String, Integer> pageOf = new HashMap<>();
        private final List<BufferedImage> pages = new ArrayList<>();

        Reader(Path obj) {
            this.obj = obj;
        }

        void take(String line) throws IOException {
            var words = new StringTokenizer(line);
            String kind = words.hasMoreTokens() ? words.nextToken() : "";
            switch (kind) {
                case "v" -> addVertex(words);
                case "vt" -> addCoordinate(words);
                case "f" -> addFace(words);
                case "mtllib" -> readLibrary(obj.resolveSibling(words.nextToken()));
                case "usemtl" -> present = pageOf.getOrDefault(words.nextToken(), -1);
                default -> {}
            }
        }

        private void addVertex(StringTokenizer words) {
            if (3 * vertices == xyz.length) {
                xyz = Arrays.copyOf(xyz, 2 * xyz.length);
            }
            for (int k = 0; k < 3; k++) {
                xyz[3 * vertices + k] = Double.parseDouble(words.nextToken());
            }
            vertices++;
        }

        private void addCoordinate(StringTokenizer words) {
            if (2 * coordinates == uv.length) {
                uv = Arrays.copyOf(uv, 2 * uv.length);
            }
            uv[2 * coordinates] = Float.parseFloat(words.nextToken());
            uv[2 * coordinates + 1] = Float.parseFloat(words.nextToken());
            coordinates++;
        }

        private void addFace(StringTokenizer words) {
            if (faces == page.length) {
                page = Arrays.copyOf(page, 2 * faces);
                vertex = Arrays.copyOf(vertex, 6 * faces);
                texture = Arrays.copyOf(texture, 6 * faces);
            }
            boolean isTextured = present >= 0;
            for (int k = 0; k < 3; k++) {
                String[] corner = words.nextToken().split("/", -1);
                vertex[3 * faces + k] = Integer.parseInt(corner[0]) - 1;
                boolean hasCoordinate = corner.length > 1 && !corner[1].isEmpty();
                texture[3 * faces + k] = hasCoordinate ? Integer.parseInt(corner[1]) - 1 : -1;
                isTextured &= hasCoordinate;
            }
            page[faces++] = isTextured ? present : -1;
        }

        private void readLibrary(Path library) throws IOException {
            @Nullable String material = null;
            for (String line : Files.readAllLines(library)) {
                String[] words = line.strip().split("\\s+", 2);
                if (words[0].equals("newmtl")) {
                    material = words[1];
                } else if (words[0].equals("map_Kd") && material != null) {
                    pageOf.put(material, pages.size());
                    pages.add(ImageIO.read(library.resolveSibling(words[1]).toFile()));
                }
            }
        }

        ObjModel model() {
            return new ObjModel(
                    Arrays.copyOf(xyz, 3 * vertices),
                    Arrays.copyOf(uv, 2 * coordinates),
                    Arrays.copyOf(vertex, 3 * faces),
                    Arrays.copyOf(texture, 3 * faces),
                    Arrays.copyOf(page, faces),
                    pages);
        }
    }
}
