package org.nadir.server.asset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The names under which results can be downloaded, in the order in which tasks list them.
public final class AssetCatalog {

    /// One name.
    ///
    /// @param path file or folder below the results
    /// @param folder whether the asset is an archive made of a folder
    /// @param without a file of the folder that the archive leaves out; empty for none
    public record Asset(String name, String path, boolean folder, String without) {}

    private static final List<Asset> ASSETS =
            List.of(
                    zip("all.zip", "", ""),
                    file("orthophoto.tif", "odm_orthophoto/odm_orthophoto.tif"),
                    file("orthophoto.png", "odm_orthophoto/odm_orthophoto.png"),
                    file("orthophoto.mbtiles", "odm_orthophoto/odm_orthophoto.mbtiles"),
                    file("orthophoto.kmz", "odm_orthophoto/odm_orthophoto.kmz"),
                    file("cutline.gpkg", "odm_orthophoto/cutline.gpkg"),
                    cloud("las"),
                    cloud("laz"),
                    cloud("ply"),
                    cloud("csv"),
                    zip("textured_model.zip", "odm_texturing", "odm_textured_model_geo.glb"),
                    file("textured_model.glb", "odm_texturing/odm_textured_model_geo.glb"),
                    zip("3d_tiles_model.zip", "3d_tiles/model", ""),
                    zip("3d_tiles_pointcloud.zip", "3d_tiles/pointcloud", ""),
                    file("dtm.tif", "odm_dem/dtm.tif"),
                    file("dsm.tif", "odm_dem/dsm.tif"),
                    zip("dtm_tiles.zip", "dtm_tiles", ""),
                    zip("dsm_tiles.zip", "dsm_tiles", ""),
                    zip("orthophoto_tiles.zip", "orthophoto_tiles", ""),
                    file("cameras.json", "cameras.json"),
                    file("shots.geojson", "odm_report/shots.geojson"),
                    file("report.pdf", "odm_report/report.pdf"),
                    file(
                            "ground_control_points.geojson",
                            "odm_georeferencing/ground_control_points.geojson"));

    private static final Map<String, Asset> BY_NAME =
            ASSETS.stream().collect(Collectors.toMap(Asset::name, Function.identity()));

    /// Names of early 2017, before assets had endings.
    private static final Map<String, String> SHORT_NAMES =
            Map.of(
                    "all", "all.zip",
                    "geotiff", "orthophoto.tif",
                    "las", "georeferenced_model.las",
                    "ply", "georeferenced_model.ply",
                    "csv", "georeferenced_model.csv",
                    "texturedmodel", "textured_model.zip");

    private AssetCatalog() {}

    private static Asset file(String name, String path) {
        return new Asset(name, path, false, "");
    }

    private static Asset cloud(String ending) {
        return file(
                "georeferenced_model." + ending,
                "odm_georeferencing/odm_georeferenced_model." + ending);
    }

    private static Asset zip(String name, String folder, String without) {
        return new Asset(name, folder, true, without);
    }

    public static Optional<Asset> find(String name) {
        return Optional.ofNullable(BY_NAME.get(SHORT_NAMES.getOrDefault(name, name)));
    }

    /// All names there can be.
    static List<String> names() {
        return ASSETS.stream().map(Asset::name).toList();
    }

    /// The names for which there is something below the results.
    public static List<String> available(Path assets) throws IOException {
        var names = new ArrayList<String>();
        for (Asset asset : ASSETS) {
            if (exists(assets, asset)) {
                names.add(asset.name());
            }
        }
        return names;
    }

    private static boolean exists(Path assets, Asset asset) throws IOException {
        Path path = assets.resolve(asset.path());
        if (!asset.folder()) {
            return Files.isRegularFile(path);
        }
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (var entries = Files.list(path)) {
            return entries.findAny().isPresent();
        }
    }
}
