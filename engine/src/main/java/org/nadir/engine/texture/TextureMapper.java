package org.nadir.engine.texture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.nadir.engine.mesh.MeshTopology;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;
import org.nadir.imaging.RgbImage;

/// Gives a mesh its texture from placed photos. Each photo is decoded once, as many at a time as there are threads; beside
/// them the texture pages are in memory. The result does not depend on the number of threads.
public final class TextureMapper {

    /// @param pageSize longest side of a texture page in texels
    /// @param maxPages photos are taken in smaller size when they would need more pages than this
    /// @param levelled whether colours of neighbouring charts are evened out
    /// @param unseen what becomes of faces that no photo shows
    /// @param withoutOutliers whether views that show something else at a face than most do are left out; every photo is then
    ///     decoded twice
    public record Options(
            int pageSize, int maxPages, boolean levelled, Unseen unseen, boolean withoutOutliers) {

        /// For a surface seen from above.
        public static final Options USUAL = new Options(4096, 4, true);

        /// For a surface in space.
        public static final Options SOLID = new Options(4096, 4, true, Unseen.FILL_HOLES, true);

        public Options(int pageSize, int maxPages, boolean levelled) {
            this(pageSize, maxPages, levelled, Unseen.LEAVE_OUT, false);
        }

        /// All on one page, as large as common programs read.
        public Options onOnePage() {
            return new Options(8192, 1, levelled, unseen, withoutOutliers);
        }

        /// All on one page of the given side, for a model that is looked at from afar.
        public Options fromAfar(int side) {
            return new Options(side, 1, levelled, unseen, false);
        }

        public Options withUnseen(Unseen treatment) {
            return new Options(pageSize, maxPages, levelled, treatment, withoutOutliers);
        }

        public Options notLevelled() {
            return new Options(pageSize, maxPages, false, unseen, withoutOutliers);
        }

        public Options {
            if (pageSize < 256 || pageSize > 16_384 || maxPages < 1) {
                throw new IllegalArgumentException(maxPages + " pages of " + pageSize);
            }
        }
    }

    /// What becomes of faces that no photo shows.
    public enum Unseen {
        LEAVE_OUT,

        /// Those that seen faces enclose get a blend of the colours around them, those at open borders are left out.
        FILL_HOLES,

        /// All get a blend of the colours around them.
        KEEP
    }

    private final TriangleMesh mesh;
    private final List<Shot> shots;
    private final PhotoReader reader;
    private final Options options;
    private final Work work;

    private TextureMapper(
            TriangleMesh mesh, List<Shot> shots, PhotoReader reader, Options options, Work work) {
        this.mesh = mesh;
        this.shots = shots;
        this.reader = reader;
        this.options = options;
        this.work = work;
    }

    /// @throws IOException when a photo cannot be decoded, naming it
    public static TexturedMesh map(TriangleMesh mesh, List<Shot> shots, Options options, Work work)
            throws IOException {
        return map(mesh, shots, PhotoReader.files(), options, work);
    }

    /// As above, with pixels from elsewhere than the shots' files.
    public static TexturedMesh map(
            TriangleMesh mesh, List<Shot> shots, PhotoReader reader, Options options, Work work)
            throws IOException {
        try {
            return new TextureMapper(mesh, List.copyOf(shots), reader, options, work).map();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private TexturedMesh map() {
        work.progress().title("Choosing photos for " + mesh.faceCount() + " faces");
        var topology = new MeshTopology(mesh);
        FaceViews views = FaceViews.of(mesh, shots, work.part(0, 0.2));
        if (options.withoutOutliers()) {
            Outliers.remove(mesh, shots, reader, views, work.part(0.2, 0.3));
        }
        int[] labels = new LabelSmoother(mesh, topology, views).labels();
        work.progress().fraction(0.4);

        var cornerU = new float[3 * mesh.faceCount()];
        var cornerV = new float[3 * mesh.faceCount()];
        projectCorners(labels, cornerU, cornerV);
        Charts charts = Charts.of(mesh, topology, labels, cornerU, cornerV);
        UnseenFaces unseen =
                UnseenFaces.of(mesh, topology, labels, options.unseen(), options.pageSize());
        Atlas atlas =
                Atlas.fit(charts, unseen, cornerU, cornerV, options.pageSize(), options.maxPages());
        List<TexturePage> pages = atlas.newPages();
        var painter = new PagePainter(charts, atlas, pages);
        var nodes = SeamNodes.of(mesh, labels);
        var levelling = new SeamLevelling(mesh, topology, labels, atlas, nodes);
        var blending = new SeamBlending(mesh, topology, views, charts, atlas, nodes);
        var exposures = new Exposures(mesh, views);
        paint(charts, atlas, painter, levelling, blending, exposures);
        ColourCorrection correction =
                options.levelled()
                        ? levelling.solve(exposures, shots.size(), work)
                        : ColourCorrection.none(shots.size(), nodes.count());
        work.progress().fraction(0.95);
        work.workers()
                .forEach(
                        charts.count(),
                        c -> {
                            if (options.levelled()) {
                                painter.correct(c, levelling, correction);
                            }
                            blending.blend(c, painter, correction);
                        });
        work.progress().fraction(1);
        TexturedMesh textured = atlas.textured(mesh, charts, unseen, pages);
        paintUnseen(unseen, charts, atlas, textured);
        return textured;
    }

    private static void paintUnseen(
            UnseenFaces unseen, Charts charts, Atlas atlas, TexturedMesh textured) {
        if (unseen.count() > 0) {
            int block = charts.count();
            unseen.paint(
                    textured.pages().get(atlas.packing().page()[block]),
                    atlas.packing().x()[block],
                    atlas.packing().y()[block],
                    textured);
        }
    }

    /// Finds the photo pixels of all corners of the faces that have a view.
    private void projectCorners(int[] labels, float[] cornerU, float[] cornerV) {
        work.workers()
                .forEach(
                        shots.size(),
                        s -> {
                            ProjectedMesh projected = ProjectedMesh.of(mesh, shots.get(s));
                            for (int e = 0; e < cornerU.length; e++) {
                                if (labels[e / 3] == s) {
                                    cornerU[e] = projected.u()[mesh.faces()[e]];
                                    cornerV[e] = projected.v()[mesh.faces()[e]];
                                }
                            }
                        });
    }

    private void paint(
            Charts charts,
            Atlas atlas,
            PagePainter painter,
            SeamLevelling levelling,
            SeamBlending blending,
            Exposures exposures) {
        work.progress().title("Copying textures from " + shots.size() + " photos");
        List<List<Integer>> chartsOf = new ArrayList<>();
        shots.forEach(shot -> chartsOf.add(new ArrayList<>()));
        for (int c = 0; c < charts.count(); c++) {
            chartsOf.get(charts.view()[c]).add(c);
        }
        Workers.forEach(
                work.part(0.4, 0.85),
                shots.size(),
                s -> {
                    if (chartsOf.get(s).isEmpty()) {
                        return; // then it lends nothing either
                    }
                    RgbImage photo = read(shots.get(s), atlas);
                    for (int c : chartsOf.get(s)) {
                        painter.copy(c, photo);
                        for (int i = charts.start()[c]; i < charts.start()[c + 1]; i++) {
                            levelling.sample(charts.faces()[i], photo);
                        }
                    }
                    ProjectedMesh projected = ProjectedMesh.of(mesh, shots.get(s));
                    blending.sample(s, projected, photo);
                    exposures.sample(s, projected, photo, atlas.scale());
                });
    }

    private RgbImage read(Shot shot, Atlas atlas) throws IOException {
        int width = (int) Math.round(shot.camera().width() * atlas.scale());
        int height = (int) Math.round(shot.camera().height() * atlas.scale());
        return reader.read(shot).resized(width, height);
    }
}
