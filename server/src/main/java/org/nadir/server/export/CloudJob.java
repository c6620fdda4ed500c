package org.nadir.server.export;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Crs;
import org.nadir.geo.UnknownCrsException;
import org.nadir.pointcloud.CsvWriter;
import org.nadir.pointcloud.KeptPoints;
import org.nadir.pointcloud.LasHeader;
import org.nadir.pointcloud.LasReader;
import org.nadir.pointcloud.LasReference;
import org.nadir.pointcloud.LasWriter;
import org.nadir.pointcloud.LazWriter;
import org.nadir.pointcloud.PlyWriter;
import org.nadir.pointcloud.PointBatch;
import org.nadir.pointcloud.PointSource;
import org.nadir.pointcloud.ProjectedPoints;
import org.nadir.pointcloud.ThinnedPoints;
import org.nadir.server.job.JobFailure;
import org.nadir.server.job.JobProgress;
import org.nadir.server.job.JobWork;
import org.nadir.tiles.CutLine;

/// Makes the file of a point cloud export: cut, thinned, brought to another coordinate system, in this order.
///
/// @param fileName of the result
record CloudJob(Path source, CloudWish wish, String fileName) implements JobWork {

    private static final int METRE_DECIMALS = 3;
    private static final int DEGREE_DECIMALS = 7;

    @Override
    public Result run(Path folder, JobProgress progress) throws IOException, JobFailure {
        LasHeader header = header();
        int epsg = header.epsg() == 0 ? wish.taskEpsg() : header.epsg();
        Crs own = epsg == 0 ? null : known(epsg);
        Crs target = wish.target();
        if (own == null && (target != null || wish.crop() != null)) {
            throw new JobFailure("The coordinate system of this point cloud is not known.");
        }
        try (PointSource points = points(header, own, progress)) {
            Path file = folder.resolve(fileName);
            if (own == null || target == null || target.epsg() == epsg) {
                boolean degrees = own != null && own.isGeographic();
                write(points, LasReference.like(header, epsg), degrees, file);
            } else {
                LasReference reference = ProjectedPoints.reference(header, own, target);
                var moved = new ProjectedPoints(points, own, target);
                write(moved, reference, target.isGeographic(), file);
            }
        } catch (IOException failure) {
            if (failure instanceof ThinnedPoints.TooManyException
                    || failure.getCause() instanceof ThinnedPoints.TooManyException) {
                throw new JobFailure("Too many points are left. Choose a larger resample radius.");
            }
            throw failure;
        }
        return new Result.OfFile(fileName);
    }

    private LasHeader header() throws IOException {
        try (LasReader reader = LasReader.open(source)) {
            return reader.header();
        }
    }

    private static Crs known(int epsg) throws JobFailure {
        try {
            return Crs.ofEpsg(epsg);
        } catch (UnknownCrsException unknown) {
            throw new JobFailure("The coordinate system of this point cloud is not supported.");
        }
    }

    private PointSource points(LasHeader header, @Nullable Crs own, JobProgress progress)
            throws IOException {
        CutLine crop = wish.crop();
        CutLine.Inside inside = crop == null || own == null ? null : crop.insideIn(own);
        int passes = wish.resample() == 0 ? 1 : ThinnedPoints.passes(header);
        var count = new Count(header.count() * passes, progress);
        return wish.resample() == 0
                ? opened(inside, count)
                : new ThinnedPoints(() -> opened(inside, count), header, wish.resample());
    }

    private PointSource opened(CutLine.@Nullable Inside inside, Count count) throws IOException {
        PointSource watched = new Watched(LasReader.open(source), count);
        return inside == null ? watched : new KeptPoints(watched, (x, y, z) -> inside.holds(x, y));
    }

    private void write(PointSource points, LasReference reference, boolean degrees, Path target)
            throws IOException {
        switch (wish.format()) {
            case LAZ -> LazWriter.write(target, points, reference);
            case LAS -> LasWriter.write(target, points, reference);
            case PLY -> PlyWriter.writePrecise(target, points);
            case CSV -> CsvWriter.write(target, points, degrees ? DEGREE_DECIMALS : METRE_DECIMALS);
        }
    }

    /// Tells the job how far its reading is.
    private static final class Count {
        private final long total;
        private final JobProgress progress;
        private long done;

        Count(long total, JobProgress progress) {
            this.total = Math.max(1, total);
            this.progress = progress;
        }

        void add(int points) {
            done += points;
            progress.at(100.0 * done / total, "Writing points");
        }
    }

    private record Watched(PointSource points, Count count) implements PointSource {

        @Override
        public int read(PointBatch batch) throws IOException {
            int read = points.read(batch);
            count.add(read);
            return read;
        }

        @Override
        public void close() throws IOException {
            points.close();
        }
    }
}
