package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.mesh.Decimator;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.texture.GlbWriter;
import org.nadir.engine.texture.ModelTileset;
import org.nadir.engine.texture.ObjWriter;
import org.nadir.engine.texture.TextureMapper;
import org.nadir.engine.texture.TexturedMesh;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Work;

/// The mesh with textures from the photos, as OBJ and on request as GLB.
final class TexturingStage implements StageAction {

    private static final String NAME = "odm_textured_model_geo";

    /// Sides of the texture pages of coarser levels.
    private static final int[] COARSE_PAGES = {2048, 512};

    /// Vertices of a level per vertex of the next coarser one.
    private static final int COARSER = 8;

    @Override
    public Stage stage() {
        return Stage.MVS_TEXTURING;
    }

    @Override
    public List<String> options() {
        return List.of(
                "skip-3dmodel",
                "use-3dmesh",
                "fast-orthophoto",
                "gltf",
                "3d-tiles",
                "texturing-keep-unseen-faces",
                "texturing-single-material",
                "texturing-skip-global-seam-leveling",
                "radiometric-calibration");
    }

    @Override
    public List<String> products() {
        return List.of("odm_texturing", "odm_texturing_25d", "3d_tiles/model");
    }

    @Override
    public boolean isWanted(Run run) {
        return ModelPlan.isWanted(run.options());
    }

    private static TextureMapper.Options options(Run run) throws IOException {
        TextureMapper.Options options =
                run.modelPlan().isSolid()
                        ? TextureMapper.Options.SOLID
                        : TextureMapper.Options.USUAL;
        if (run.options().flag("texturing-keep-unseen-faces")) {
            options = options.withUnseen(TextureMapper.Unseen.KEEP);
        }
        if (run.options().flag("texturing-single-material")) {
            options = options.onOnePage();
        }
        return run.options().flag("texturing-skip-global-seam-leveling")
                ? options.notLevelled()
                : options;
    }

    /// What the photos show: of a survey of bands, what the orthophoto shows in colour.
    private static PhotoReader colours(Run run) throws IOException {
        BandSurvey survey = run.bands();
        if (survey == null || !BandColours.isFor(survey)) {
            return PhotoReader.files();
        }
        // What there is to say of the calibration, the orthophoto's stage says.
        SpectralBands bands = BandOrthophoto.of(run, survey, Console.none()).bands();
        return BandColours.of(bands, run.sfm().scene().shots(), run.gsdMetres());
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        Path folder = run.project().texturing();
        Files.createDirectories(folder);
        PhotoReader colours = colours(run);
        TexturedMesh model =
                TextureMapper.map(
                        run.mesh(work.part(0, 0.2)),
                        run.sfm().scene().shots(),
                        colours,
                        options(run),
                        work.part(0.2, 0.8));
        run.product(ObjWriter.write(folder, NAME, model, work.part(0.8, 1)));
        // Some programs look for the material under the name without "_geo".
        Files.copy(
                folder.resolve(NAME + ".mtl"),
                folder.resolve("odm_textured_model.mtl"),
                StandardCopyOption.REPLACE_EXISTING);
        if (run.options().flag("gltf")) {
            GlbWriter.write(run.product(folder.resolve(NAME + ".glb")), model, run.reference());
        }
        surfaceFolder(run, folder);
        Path tiles = run.project().file("3d_tiles/model");
        if (run.options().flag("3d-tiles")) {
            MapProducts.attempt(
                    "3D Tiles of the model", work, () -> tiles(run, tiles, model, colours, work));
        }
    }

    /// The model of the surface seen from above stands under its other name, too, which costs no room where the disk can link.
    private static void surfaceFolder(Run run, Path model) throws IOException {
        Path folder = run.project().surfaceTexturing();
        if (run.modelPlan().isSolid()) {
            return;
        }
        Files.createDirectories(folder);
        try (var files = Files.newDirectoryStream(model)) {
            for (Path file : files) {
                Path other = folder.resolve(file.getFileName());
                try {
                    Files.createLink(other, file);
                } catch (UnsupportedOperationException | FileSystemException cannot) {
                    Files.copy(file, other, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /// The model and two coarser ones, which get textures of their own from the photos.
    private static void tiles(
            Run run, Path folder, TexturedMesh model, PhotoReader colours, Work work)
            throws IOException {
        if (!run.reference().isKnown()) {
            throw new IOException("the photos have no positions");
        }
        work.progress().title("Writing 3D Tiles of the model");
        var tileset = new ModelTileset(folder, run.reference(), model.mesh());
        tileset.add(model);
        TriangleMesh mesh = model.mesh();
        for (int page : COARSE_PAGES) {
            TriangleMesh coarse =
                    Decimator.decimate(mesh, mesh.vertexCount() / COARSER, work.part(0.8, 0.8));
            if (coarse.faceCount() == 0 || 2 * coarse.vertexCount() > mesh.vertexCount()) {
                break;
            }
            mesh = coarse;
            tileset.add(
                    TextureMapper.map(
                            mesh,
                            run.sfm().scene().shots(),
                            colours,
                            options(run).fromAfar(page),
                            work.part(0.8, 0.8)));
        }
        tileset.finish();
    }
}
