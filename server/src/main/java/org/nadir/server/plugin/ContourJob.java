package org.nadir.server.plugin;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.server.job.JobFailure;
import org.nadir.server.job.JobProgress;
import org.nadir.server.job.JobWork;
import org.nadir.tiles.Contours;
import org.nadir.tiles.CutLine;
import org.nadir.tiles.RasterLayer;
import org.nadir.tiles.UnplacedRasterException;

/// Makes a file of contour lines.
///
/// @param crop null for everything
/// @param fileName of the result
record ContourJob(Path source, ContourWish wish, @Nullable CutLine crop, String fileName)
        implements JobWork {

    private static final double METRES_PER_DEGREE = 111_320;

    @Override
    public Result run(Path folder, JobProgress progress) throws IOException, JobFailure {
        try (RasterLayer layer = RasterLayer.open(source);
                ContourWriter writer = writer(folder.resolve(fileName))) {
            Contours.trace(
                    layer,
                    wish.interval(),
                    wish.simplify() / metresPerUnit(layer.crs()),
                    crop,
                    share -> progress.at(100 * share, "Tracing contours"),
                    (metres, line) -> writer.add(metres * wish.factor(), moved(layer, line)));
            writer.finish();
        } catch (UnplacedRasterException unplaced) {
            throw new JobFailure("The elevation model has no known place on the earth.");
        } catch (Contours.TooManyException tooMany) {
            throw new JobFailure("There are too many contour lines. Choose a larger interval.");
        }
        return new Result.OfFile(fileName);
    }

    private static double metresPerUnit(Crs crs) {
        return crs.isGeographic() ? METRES_PER_DEGREE : crs.unitMetres();
    }

    private ContourWriter writer(Path file) throws IOException {
        int epsg = wish.target().epsg();
        return switch (wish.format()) {
            case GEOPACKAGE -> new GeoPackageContours(file, epsg);
            case SHAPEFILE -> new ShapefileContours(file, epsg);
            case DXF -> new DxfContours(file);
            case GEOJSON -> new GeoJsonContours(file, epsg, wish.target().isGeographic() ? 8 : 3);
        };
    }

    private double[] moved(RasterLayer layer, double[] line) {
        if (layer.isIn(wish.target())) {
            return line;
        }
        double[] moved = new double[line.length];
        for (int i = 0; i < line.length; i += 2) {
            Coordinate place = layer.crs().toLonLat(line[i], line[i + 1]);
            Coordinate at = wish.target().fromLonLat(place.x(), place.y());
            moved[i] = at.x();
            moved[i + 1] = at.y();
        }
        return moved;
    }
}
