package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.work.Work;
import org.nadir.geo.UtmZone;
import org.nadir.pointcloud.ArrayPointSource;
import org.nadir.pointcloud.CopcWriter;
import org.nadir.pointcloud.CsvWriter;
import org.nadir.pointcloud.EptWriter;
import org.nadir.pointcloud.LasReference;
import org.nadir.pointcloud.LasWriter;
import org.nadir.pointcloud.LazWriter;
import org.nadir.pointcloud.PlyWriter;
import org.nadir.pointcloud.PointSource;
import org.nadir.pointcloud.PointTileset;

/// Writes the point cloud in its map coordinates, in every format that is wanted, and the files that say how the local
/// frame lies on the earth.
final class GeoreferencingStage implements StageAction {

    private static final double MILLIMETRE = 0.001;

    @Override
    public Stage stage() {
        return Stage.ODM_GEOREFERENCING;
    }

    @Override
    public List<String> options() {
        return List.of(
                "pc-las",
                "pc-csv",
                "pc-ply",
                "pc-ept",
                "pc-copc",
                "3d-tiles",
                "crop",
                "orthophoto-cutline",
                "split",
                "merge");
    }

    @Override
    public List<String> products() {
        return List.of(
                "odm_georeferencing/odm_georeferenced_model.laz",
                "odm_georeferencing/odm_georeferenced_model.las",
                "odm_georeferencing/odm_georeferenced_model.ply",
                "odm_georeferencing/odm_georeferenced_model.csv",
                "odm_georeferencing/odm_georeferenced_model.copc.laz",
                "entwine_pointcloud",
                "3d_tiles/pointcloud");
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        ProjectFolder project = run.project();
        Files.createDirectories(project.georeferencing());
        GeoReference reference = run.reference();
        var las =
                new LasReference(
                        reference.epsg(),
                        scale(run),
                        reference.offsetEast(),
                        reference.offsetNorth(),
                        0);
        if (run.isSplit() && !SplitPlan.merges(run.options(), "pointcloud")) {
            work.console().info("No point cloud is written (merge)");
            writeFrames(run);
            return;
        }
        DenseCloud cloud = run.cloud();
        work.progress().title("Writing the point cloud");
        LazWriter.write(run.product(project.cloud("laz")), source(cloud, reference, work), las);
        work.progress().fraction(0.5);
        if (run.options().flag("pc-las")) {
            LasWriter.write(run.product(project.cloud("las")), source(cloud, reference, work), las);
        }
        // Clients of the first WebODM API expect a PLY, and it is cheap.
        if (run.options().flag("pc-ply") || !run.options().isSet("pc-ply")) {
            PlyWriter.write(
                    run.product(project.cloud("ply")), source(cloud, GeoReference.NONE, work));
        }
        work.progress().fraction(0.8);
        if (run.options().flag("pc-csv")) {
            CsvWriter.write(run.product(project.cloud("csv")), source(cloud, reference, work));
        }
        writeFrames(run);
        CloudDescription.write(run);
        tiles(run, las, work);
    }

    private static void writeFrames(Run run) throws IOException {
        if (run.reference().isKnown()) {
            writeFrame(run);
        }
        ControlFiles.write(run);
    }

    private static void tiles(Run run, LasReference las, Work work) throws IOException {
        Path ept = run.project().file("entwine_pointcloud");
        Path tileset = run.project().file("3d_tiles/pointcloud");
        Path copc = run.project().cloud("copc.laz");
        if (run.options().flag("pc-ept")) {
            work.progress().title("Writing point cloud tiles");
            MapProducts.attempt(
                    "point cloud tiles",
                    work,
                    () ->
                            EptWriter.write(
                                    ept,
                                    source(run.cloud(), run.reference(), work),
                                    las,
                                    work.cancellation()::check));
        }
        if (run.options().flag("pc-copc")) {
            work.progress().title("Writing the cloud optimised point cloud");
            run.product(copc);
            MapProducts.attempt(
                    "cloud optimised point cloud",
                    work,
                    () ->
                            CopcWriter.write(
                                    copc,
                                    source(run.cloud(), run.reference(), work),
                                    las,
                                    work.cancellation()::check));
        }
        if (run.options().flag("3d-tiles")) {
            work.progress().title("Writing 3D Tiles of the point cloud");
            MapProducts.attempt(
                    "3D Tiles of the point cloud", work, () -> tileset(run, tileset, las, work));
        }
    }

    private static void tileset(Run run, Path folder, LasReference las, Work work)
            throws IOException {
        if (!run.reference().isKnown()) {
            throw new IOException("the photos have no positions");
        }
        PointTileset.write(
                folder,
                source(run.cloud(), run.reference(), work),
                las,
                work.cancellation()::check);
    }

    /// A millimetre on the ground; without georeference a small share of a pixel.
    private static double scale(Run run) {
        return run.reference().isKnown()
                ? MILLIMETRE
                : Math.pow(10, Math.floor(Math.log10(run.gsdMetres())) - 1);
    }

    private static PointSource source(DenseCloud cloud, GeoReference reference, Work work) {
        var points =
                new ArrayPointSource(
                        cloud.xyz(),
                        cloud.rgb(),
                        cloud.normal(),
                        cloud.classification(),
                        cloud.views(),
                        reference.offsetEast(),
                        reference.offsetNorth());
        return batch -> {
            work.cancellation().check();
            return points.read(batch);
        };
    }

    private static void writeFrame(Run run) throws IOException {
        GeoReference reference = run.reference();
        UtmZone zone = UtmZone.ofEpsg(reference.epsg());
        String head =
                String.format(
                        Locale.ROOT,
                        "%s%n%.0f %.0f%n",
                        zone.label(),
                        reference.offsetEast(),
                        reference.offsetNorth());
        var coords = new StringBuilder(head);
        for (var photo : run.photos()) {
            var position = photo.position();
            if (position != null) {
                coords.append(
                        String.format(
                                Locale.ROOT,
                                "%.4f %.4f %.4f%n",
                                position.x(),
                                position.y(),
                                position.z()));
            }
        }
        Path folder = run.project().georeferencing();
        Files.writeString(folder.resolve("coords.txt"), coords);
        Files.writeString(folder.resolve("odm_georeferencing_model_geo.txt"), head);
        Files.writeString(folder.resolve("proj.txt"), zone.proj() + "\n");
    }
}
