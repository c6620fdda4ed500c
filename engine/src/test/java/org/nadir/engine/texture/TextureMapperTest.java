package org.nadir.engine.texture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Textures of a box on a checkered ground, held against the paint itself.
class TextureMapperTest {

    /// Three pixels of the photos on the ground, which take in the pixel grid, its interpolation and the check's edge.
    private static final double CLEAR_OF_EDGES = 0.14;

    @TempDir static Path even;
    @TempDir static Path uneven;

    private static final TriangleMesh MESH = BoxScene.mesh();
    private static List<Shot> shots = List.of();
    private static List<Shot> unevenShots = List.of();

    @BeforeAll
    static void photograph() throws IOException {
        shots = BoxScene.shots(even, 1);
        unevenShots = BoxScene.shots(uneven, 0.85, 1.2, 1.05, 0.95, 1.25);
    }

    private static TexturedMesh map(List<Shot> photos, TextureMapper.Options options, int threads)
            throws IOException {
        try (var workers = new Workers(threads)) {
            return TextureMapper.map(MESH, photos, options, Work.silent(workers));
        }
    }

    @Test
    void facesShowThePaint() throws Exception {
        TexturedMesh textured = map(shots, new TextureMapper.Options(2048, 4, false), 2);
        assertThat(textured.unseenFaces()).isZero();
        Errors errors = errors(textured);
        assertThat(errors.samples).isGreaterThan(5_000);
        // Photos hold the paint to half a step, and texels are copies of their pixels.
        assertThat(errors.mean()).isLessThan(0.5);
        assertThat(errors.wrong).isZero();
    }

    @Test
    void levellingLeavesEvenPhotosAlone() throws Exception {
        TexturedMesh textured = map(shots, TextureMapper.Options.USUAL, 2);
        // Seams that run along a check's edge see different shares of it in photos of different
        // scale.
        assertThat(errors(textured).mean()).isLessThan(2.5);
    }

    @Test
    void fewSmallPagesTakeSmallerPhotos() throws Exception {
        TexturedMesh textured = map(shots, new TextureMapper.Options(512, 1, false), 2);
        assertThat(textured.pages()).hasSize(1);
        assertThat(textured.pages().getFirst().width()).isLessThanOrEqualTo(512);
        assertThat(textured.unseenFaces()).isZero();
        // The paint is still there; only close to the edges of checks is it softer.
        assertThat(errors(textured).mean()).isLessThan(1);
    }

    @Test
    void levellingMakesUnevenPhotosOneShade() throws Exception {
        double before = unevenness(map(unevenShots, new TextureMapper.Options(2048, 4, false), 2));
        double after = unevenness(map(unevenShots, TextureMapper.Options.USUAL, 2));
        assertThat(before).isGreaterThan(0.1);
        assertThat(after).isLessThan(before / 4);
    }

    @Test
    void photosAreCrossfadedOverSeams() throws Exception {
        // Side by side, the photos differ by 16 of 255 at seams.
        double step = seamStep(map(unevenShots, new TextureMapper.Options(2048, 4, false), 2));
        assertThat(step).isLessThan(3);
        assertThat(seamStep(map(unevenShots, TextureMapper.Options.USUAL, 2))).isLessThan(1);
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws Exception {
        TexturedMesh one = map(unevenShots, TextureMapper.Options.USUAL, 1);
        TexturedMesh three = map(unevenShots, TextureMapper.Options.USUAL, 3);
        assertThat(three.uv()).isEqualTo(one.uv());
        assertThat(three.cornerUv()).isEqualTo(one.cornerUv());
        assertThat(three.pages()).hasSameSizeAs(one.pages());
        for (int p = 0; p < one.pages().size(); p++) {
            assertThat(three.pages().get(p).rgb()).isEqualTo(one.pages().get(p).rgb());
        }
    }

    @Test
    void facesThatNoPhotoShowsAreLeftOut() throws Exception {
        List<Shot> fromAbove = shots.subList(0, 1);
        TexturedMesh textured = map(fromAbove, TextureMapper.Options.USUAL, 1);
        assertThat(textured.unseenFaces()).isPositive();
        for (int f = 0; f < MESH.faceCount(); f++) {
            assertThat(textured.cornerUv()[3 * f] < 0).isEqualTo(textured.facePage()[f] < 0);
        }
        // From (−4, −4) the walls that look east and north cannot be seen.
        for (int f = 0; f < MESH.faceCount(); f++) {
            double[] n = normal(f);
            if (n[0] > 0.5 || n[1] > 0.5) {
                assertThat(textured.facePage()[f]).isEqualTo(-1);
            }
        }
    }

    @Test
    void unseenFacesThatSeenOnesEncloseGetABlend() throws Exception {
        List<Shot> fromAbove = shots.subList(0, 1);
        TexturedMesh without = map(fromAbove, TextureMapper.Options.USUAL, 1);
        TextureMapper.Options filling =
                TextureMapper.Options.USUAL.withUnseen(TextureMapper.Unseen.FILL_HOLES);
        TexturedMesh textured = map(fromAbove, filling, 1);
        int atBorder = 0;
        for (int f = 0; f < MESH.faceCount(); f++) {
            double[] n = normal(f);
            double x = blend(f, 0, 1 / 3.0, 1 / 3.0);
            double y = blend(f, 1, 1 / 3.0, 1 / 3.0);
            if (n[0] > 0.5 || n[1] > 0.5) {
                // The far walls and their shadow on the ground lie between the roof and the ground
                // beyond.
                assertThat(textured.facePage()[f]).isNotNegative();
                int colour = texel(textured, f, 0.4, 0.3);
                assertThat(difference(colour, 0x8F9F85)).isLessThan(60);
            }
            if (Math.max(Math.abs(x), Math.abs(y)) > 11 && without.facePage()[f] < 0) {
                atBorder++;
                assertThat(textured.facePage()[f]).isEqualTo(-1);
            }
        }
        assertThat(atBorder).isPositive();
    }

    @Test
    void allFacesAreKeptOnRequest() throws Exception {
        TextureMapper.Options keeping =
                TextureMapper.Options.USUAL.withUnseen(TextureMapper.Unseen.KEEP);
        TexturedMesh textured = map(shots.subList(0, 1), keeping, 2);
        assertThat(textured.unseenFaces()).isZero();
        for (int uv : textured.cornerUv()) {
            assertThat(uv).isNotNegative();
        }
        for (float coordinate : textured.uv()) {
            assertThat(coordinate).isBetween(0f, 1f);
        }
    }

    @Test
    void everythingFitsOnOnePageOnRequest() throws Exception {
        TexturedMesh textured = map(shots, new TextureMapper.Options(512, 4, false).onOnePage(), 2);
        assertThat(textured.pages()).hasSize(1);
        assertThat(textured.unseenFaces()).isZero();
        assertThat(errors(textured).wrong).isZero();
    }

    @Test
    void whatOnlyOnePhotoShowsIsLeftOut(@TempDir Path folder) throws Exception {
        List<Shot> visited = new ArrayList<>(shots);
        Shot good = shots.get(1);
        Path file = folder.resolve("photo1.png");
        BufferedImage image = ImageIO.read(good.photo().file().toFile());
        for (int y = 100; y < 260; y++) {
            for (int x = 180; x < 420; x++) {
                image.setRGB(x, y, 0xFF00FF);
            }
        }
        ImageIO.write(image, "png", file.toFile());
        var photo = new Photo("photo1.png", file, good.camera(), null, null, 0);
        visited.set(1, new Shot(photo, good.camera(), good.pose()));
        var usual = new TextureMapper.Options(2048, 4, false);
        var careful =
                new TextureMapper.Options(2048, 4, false, TextureMapper.Unseen.LEAVE_OUT, true);
        assertThat(errors(map(visited, usual, 2)).wrong).isGreaterThan(50);
        Errors errors = errors(map(visited, careful, 2));
        // Faces at the edge of the visitor are part paint and part visitor, too little of it to
        // stand out.
        assertThat(errors.wrong).isLessThan(5);
        assertThat(map(shots, careful, 2).unseenFaces()).isZero();
    }

    @Test
    void aBrokenPhotoIsNamed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("photo2.png");
        Files.writeString(file, "not a picture");
        List<Shot> broken = new ArrayList<>(shots);
        Shot good = shots.get(2);
        var photo = new Photo("photo2.png", file, good.camera(), null, null, 0);
        broken.set(2, new Shot(photo, good.camera(), good.pose()));
        assertThatThrownBy(() -> map(broken, TextureMapper.Options.USUAL, 2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("photo2.png");
    }

    @Test
    void noPhotosAndNoFacesGiveNoPages() throws Exception {
        assertThat(map(List.of(), TextureMapper.Options.USUAL, 1).pages()).isEmpty();
        try (var workers = new Workers(1)) {
            var empty = new TriangleMesh(new double[0], new int[0]);
            TexturedMesh textured =
                    TextureMapper.map(
                            empty, shots, TextureMapper.Options.USUAL, Work.silent(workers));
            assertThat(textured.pages()).isEmpty();
        }
    }

    private static final class Errors {
        private int samples;
        private int wrong;
        private double sum;

        private double mean() {
            return sum / samples;
        }
    }

    /// Looks up random places of all faces, clear of the checks' edges, in the texture.
    private static Errors errors(TexturedMesh textured) {
        var random = new Random(1);
        var errors = new Errors();
        for (int f = 0; f < MESH.faceCount(); f++) {
            double[] n = normal(f);
            for (int k = 0; k < 6; k++) {
                double b = random.nextDouble();
                double c = random.nextDouble();
                b = b + c > 1 ? 1 - b : b;
                c = b + c > 1 ? 1 - c : c;
                double x = blend(f, 0, b, c);
                double y = blend(f, 1, b, c);
                double z = blend(f, 2, b, c);
                if (BoxScene.distanceToEdge(x, y, z, n[0], n[1], n[2]) < CLEAR_OF_EDGES) {
                    continue;
                }
                int truth = BoxScene.colour(x, y, z, n[0], n[1]);
                double error = difference(truth, texel(textured, f, b, c));
                errors.samples++;
                errors.sum += error;
                errors.wrong += error > 12 ? 1 : 0;
            }
        }
        return errors;
    }

    private static double blend(int f, int axis, double b, double c) {
        double[] p = MESH.xyz();
        return (1 - b - c) * p[3 * MESH.faces()[3 * f] + axis]
                + b * p[3 * MESH.faces()[3 * f + 1] + axis]
                + c * p[3 * MESH.faces()[3 * f + 2] + axis];
    }

    private static int texel(TexturedMesh t, int f, double b, double c) {
        TexturePage page = t.pages().get(t.facePage()[f]);
        int i = 2 * t.cornerUv()[3 * f];
        int j = 2 * t.cornerUv()[3 * f + 1];
        int k = 2 * t.cornerUv()[3 * f + 2];
        double u = (1 - b - c) * t.uv()[i] + b * t.uv()[j] + c * t.uv()[k];
        double v = (1 - b - c) * t.uv()[i + 1] + b * t.uv()[j + 1] + c * t.uv()[k + 1];
        return texel(page, u, v);
    }

    private static int texel(TexturePage page, double u, double v) {
        int at = 3 * ((int) (v * page.height()) * page.width() + (int) (u * page.width()));
        return (page.rgb()[at] & 0xFF) << 16
                | (page.rgb()[at + 1] & 0xFF) << 8
                | page.rgb()[at + 2] & 0xFF;
    }

    private static double difference(int a, int b) {
        return (Math.abs((a >> 16 & 0xFF) - (b >> 16 & 0xFF))
                        + Math.abs((a >> 8 & 0xFF) - (b >> 8 & 0xFF))
                        + Math.abs((a & 0xFF) - (b & 0xFF)))
                / 3.0;
    }

    private static double[] normal(int f) {
        double[] p = MESH.xyz();
        int a = 3 * MESH.faces()[3 * f];
        int b = 3 * MESH.faces()[3 * f + 1];
        int c = 3 * MESH.faces()[3 * f + 2];
        double[] u = {p[b] - p[a], p[b + 1] - p[a + 1], p[b + 2] - p[a + 2]};
        double[] v = {p[c] - p[a], p[c + 1] - p[a + 1], p[c + 2] - p[a + 2]};
        double[] n = {
            u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
        };
        double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        return new double[] {n[0] / length, n[1] / length, n[2] / length};
    }

    /// Standard deviation of how many times as bright as the paint the texture is.
    private static double unevenness(TexturedMesh t) {
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int f = 0; f < MESH.faceCount(); f++) {
            double[] n = normal(f);
            double x = blend(f, 0, 0.4, 0.3);
            double y = blend(f, 1, 0.4, 0.3);
            double z = blend(f, 2, 0.4, 0.3);
            if (BoxScene.distanceToEdge(x, y, z, n[0], n[1], n[2]) < CLEAR_OF_EDGES) {
                continue;
            }
            int paint = BoxScene.colour(x, y, z, n[0], n[1]);
            double ratio = (texel(t, f, 0.4, 0.3) >> 8 & 0xFF) / (double) (paint >> 8 & 0xFF);
            sum += ratio;
            squares += ratio * ratio;
            count++;
        }
        return Math.sqrt(squares / count - sum / count * (sum / count));
    }

    /// Mean difference of the texture's colours at vertices in the middle of a check that lie on a seam.
    private static double seamStep(TexturedMesh t) {
        var first = new int[MESH.vertexCount()];
        java.util.Arrays.fill(first, -1);
        double sum = 0;
        int count = 0;
        for (int e = 0; e < MESH.faces().length; e++) {
            int vertex = MESH.faces()[e];
            double x = MESH.xyz()[3 * vertex];
            double y = MESH.xyz()[3 * vertex + 1];
            boolean middle = x != Math.rint(x) && y != Math.rint(y);
            if (!middle || t.cornerUv()[e] < 0) {
                continue;
            }
            if (first[vertex] < 0) {
                first[vertex] = e;
            } else if (t.cornerUv()[e] != t.cornerUv()[first[vertex]]) {
                sum += difference(texelAt(t, e), texelAt(t, first[vertex]));
                count++;
            }
        }
        assertThat(count).isGreaterThan(30);
        return sum / count;
    }

    private static int texelAt(TexturedMesh t, int corner) {
        int i = 2 * t.cornerUv()[corner];
        return texel(t.pages().get(t.facePage()[corner / 3]), t.uv()[i], t.uv()[i + 1]);
    }
}
