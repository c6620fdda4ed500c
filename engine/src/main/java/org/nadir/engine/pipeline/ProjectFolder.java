package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The output tree of a run, in the layout that WebODM and ODM users know. Each method names one path; folders are made on
/// first use.
///
/// @param root the project's folder
/// @param images the folder with the photos, usually `root/images`, never written to
/// @param alignReference what the result is to be aligned with; null for a file `align.*` of the task, if there is one
public record ProjectFolder(Path root, Path images, @Nullable Path alignReference) {

    /// A project without a reference from elsewhere.
    public ProjectFolder(Path root, Path images) {
        this(root, images, null);
    }

    /// Everything that goes into `all.zip`, files and folders, relative to the root; what does not exist is left out.
    public static java.util.List<String> published() {
        return java.util.List.of(
                "odm_orthophoto/odm_orthophoto.tif",
                "odm_orthophoto/odm_orthophoto.tfw",
                "odm_orthophoto/odm_orthophoto.png",
                "odm_orthophoto/odm_orthophoto.wld",
                "odm_orthophoto/odm_orthophoto.kmz",
                "odm_orthophoto/odm_orthophoto_extent.dxf",
                "odm_orthophoto/cutline.gpkg",
                "odm_dem/dsm.tif",
                "odm_dem/dtm.tif",
                "odm_dem/dsm.euclideand.tif",
                "odm_dem/dtm.euclideand.tif",
                "odm_georeferencing",
                "odm_texturing",
                "odm_report",
                "entwine_pointcloud",
                "3d_tiles",
                "orthophoto_tiles",
                "dsm_tiles",
                "dtm_tiles",
                "images.json",
                "cameras.json",
                "task_output.txt",
                "log.json");
    }

    /// Working files of structure from motion.
    public Path sfm() {
        return root.resolve("opensfm");
    }

    /// Depth maps.
    public Path depth() {
        return root.resolve("openmvs");
    }

    /// Working files of a split task's groups.
    public Path submodels() {
        return root.resolve("submodels");
    }

    public Path filteredCloud() {
        return root.resolve("odm_filterpoints/point_cloud.bin");
    }

    /// How the result was moved to fit a reference; absent when it was not.
    public Path alignment() {
        return root.resolve("odm_filterpoints/alignment.json");
    }

    /// The mesh before it gets textures.
    ///
    /// @param solid whether it is a surface in space; else the one seen from above
    public Path mesh(boolean solid) {
        return root.resolve(solid ? "odm_meshing/odm_mesh.ply" : "odm_meshing/odm_25dmesh.ply");
    }

    /// Where other engines keep the model of the surface seen from above.
    public Path surfaceTexturing() {
        return root.resolve("odm_texturing_25d");
    }

    public Path texturing() {
        return root.resolve("odm_texturing");
    }

    public Path georeferencing() {
        return root.resolve("odm_georeferencing");
    }

    public Path cloud(String extension) {
        return georeferencing().resolve("odm_georeferenced_model." + extension);
    }

    public Path dem(String name) {
        return root.resolve("odm_dem").resolve(name);
    }

    public Path orthophoto(String extension) {
        return root.resolve("odm_orthophoto/odm_orthophoto." + extension);
    }

    public Path report(String name) {
        return root.resolve("odm_report").resolve(name);
    }

    public Path file(String name) {
        return root.resolve(name);
    }

    /// Deletes a folder and all that is in it, should it exist.
    static void discard(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Makes the folder that `file` lies in and returns `file`.
    public static Path ready(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return file;
    }
}
