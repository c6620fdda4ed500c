package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.sfm.ControlPoint;
import org.nadir.engine.survey.GroundControlFile;
import org.nadir.engine.survey.SurveyPoint;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Problem;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.UtmZone;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.PhotoTags;

/// Brings the points of `gcp_list.txt` into the frame of a run.
final class GroundControl {

    /// What surveys with satellite receivers reach, metres.
    private static final double HORIZONTAL_SD = 0.01;

    private static final double VERTICAL_SD = 0.1;

    /// What ground that somebody takes for level rises and falls by, as a share of its extent: a slope of one in fifty.
    private static final double RELIEF = 0.02;

    /// Farther from the photos than this, metres, something is mixed up.
    private static final double FAR = 5000;

    private final GroundControlFile file;
    private final Console console;

    GroundControl(GroundControlFile file, Console console) {
        this.file = file;
        this.console = console;
    }

    /// The frame that the points ask for: the file's own WGS 84 / UTM zone, else that of the first point; the origin at the
    /// whole metres nearest to their mean.
    GeoReference reference() {
        Crs crs = file.header().crs();
        UtmZone zone = UtmZone.isUtm(crs.epsg()) ? UtmZone.ofEpsg(crs.epsg()) : zoneOfFirst();
        double east = 0;
        double north = 0;
        for (SurveyPoint point : file.points()) {
            Coordinate utm = utm(point, zone);
            east += utm.x() / file.points().size();
            north += utm.y() / file.points().size();
        }
        return new GeoReference(zone.epsg(), Math.rint(east), Math.rint(north));
    }

    private UtmZone zoneOfFirst() {
        Coordinate place = lonLat(file.points().getFirst());
        return UtmZone.of(place.x(), place.y());
    }

    private Coordinate lonLat(SurveyPoint point) {
        Coordinate place = file.header().crs().toLonLat(point.x(), point.y());
        if (!Double.isFinite(place.x())
                || Math.abs(place.x()) > 360
                || !(Math.abs(place.y()) <= 90)) {
            throw new Problem(
                    Problem.Code.BAD_GCP,
                    file.name()
                            + ", line "
                            + point.marks().getFirst().line()
                            + ": "
                            + point.x()
                            + " "
                            + point.y()
                            + " is no place on earth in "
                            + file.header().text()
                            + (file.header().crs().isGeographic()
                                    ? ". Longitude comes first."
                                    : "."));
        }
        return place;
    }

    private Coordinate utm(SurveyPoint point, UtmZone zone) {
        if (file.header().crs().epsg() == zone.epsg()) {
            return new Coordinate(point.x(), point.y());
        }
        Coordinate place = lonLat(point);
        return zone.forward(place.x(), place.y());
    }

    /// The points in the world frame.
    List<ControlPoint> points(GeoReference reference, List<Photo> photos) {
        Map<String, Photo> byName = new HashMap<>();
        photos.forEach(photo -> byName.put(photo.name(), photo));
        Map<String, MarkedPicture> pictures = new HashMap<>();
        UtmZone zone = UtmZone.ofEpsg(reference.epsg());
        boolean zero = file.points().stream().allMatch(point -> point.z() == 0);
        boolean heights = !zero || !photosKnowHeights(photos);
        double verticalSd = zero ? Math.max(VERTICAL_SD, RELIEF * extent(zone)) : VERTICAL_SD;
        var points = new ArrayList<ControlPoint>();
        for (SurveyPoint point : file.points()) {
            Coordinate utm = utm(point, zone);
            points.add(
                    new ControlPoint(
                            point.name(),
                            point.check(),
                            utm.x() - reference.offsetEast(),
                            utm.y() - reference.offsetNorth(),
                            heights ? point.z() * file.header().heightUnitMetres() : Double.NaN,
                            HORIZONTAL_SD,
                            verticalSd,
                            marks(point, byName, pictures)));
        }
        tellHeights(points);
        tell(points, photos);
        return points;
    }

    /// Zero in every line stands for heights that nobody measured: they are left open when the photos know their own, and
    /// otherwise only say that the ground is roughly level.
    private void tellHeights(List<ControlPoint> points) {
        ControlPoint first = points.getFirst();
        if (!first.hasHeight()) {
            console.warning(
                    "All heights in "
                            + file.name()
                            + " are 0: they are taken as unknown, and heights come from the photos");
        } else if (first.verticalSd() > VERTICAL_SD) {
            console.warning(
                    String.format(
                            Locale.ROOT,
                            "All heights in %s are 0: the ground is taken to be level within some %.1f m",
                            file.name(),
                            first.verticalSd()));
        }
    }

    private static boolean photosKnowHeights(List<Photo> photos) {
        return photos.stream()
                .map(Photo::position)
                .anyMatch(position -> position != null && position.z() != 0);
    }

    /// Diagonal of the box around the points, metres.
    private double extent(UtmZone zone) {
        double[] east = file.points().stream().mapToDouble(point -> utm(point, zone).x()).toArray();
        double[] north =
                file.points().stream().mapToDouble(point -> utm(point, zone).y()).toArray();
        return Math.hypot(range(east), range(north));
    }

    private static double range(double[] values) {
        return Arrays.stream(values).max().orElse(0) - Arrays.stream(values).min().orElse(0);
    }

    /// The picture in which somebody marks points. In a radiometric JPEG it may have more pixels than the thermal image, of
    /// which it shows all.
    private record MarkedPicture(int width, int height, Camera camera) {

        static MarkedPicture of(Photo photo) {
            Camera camera = photo.camera();
            try {
                PhotoTags tags = PhotoTagReader.read(photo.file());
                return new MarkedPicture(tags.width(), tags.height(), camera);
            } catch (IOException gone) {
                return new MarkedPicture(camera.width(), camera.height(), camera);
            }
        }

        boolean contains(SurveyPoint.Mark mark) {
            return mark.u() >= 0 && mark.v() >= 0 && mark.u() <= width && mark.v() <= height;
        }

        ControlPoint.Mark inCamera(SurveyPoint.Mark mark) {
            return new ControlPoint.Mark(
                    mark.photo(),
                    mark.u() * camera.width() / width,
                    mark.v() * camera.height() / height);
        }
    }

    private List<ControlPoint.Mark> marks(
            SurveyPoint point, Map<String, Photo> photos, Map<String, MarkedPicture> pictures) {
        var marks = new ArrayList<ControlPoint.Mark>();
        for (SurveyPoint.Mark mark : point.marks()) {
            Photo photo = photos.get(mark.photo());
            MarkedPicture picture =
                    photo == null
                            ? null
                            : pictures.computeIfAbsent(
                                    mark.photo(), name -> MarkedPicture.of(photo));
            if (picture == null || !picture.contains(mark)) {
                console.warning(
                        file.name()
                                + ", line "
                                + mark.line()
                                + ": "
                                + mark.u()
                                + ", "
                                + mark.v()
                                + " lies outside "
                                + mark.photo()
                                + ". The line is skipped.");
            } else {
                marks.add(picture.inCamera(mark));
            }
        }
        return marks;
    }

    private void tell(List<ControlPoint> points, List<Photo> photos) {
        long check = points.stream().filter(ControlPoint::check).count();
        long control = points.size() - check;
        int marks = points.stream().mapToInt(point -> point.marks().size()).sum();
        console.info(
                control
                        + " ground control points"
                        + (check > 0 ? " and " + check + " check points" : "")
                        + " with "
                        + marks
                        + " marks from "
                        + file.name()
                        + " ("
                        + file.header().text()
                        + ")");
        if (file.header().heightUnitMetres() != 1) {
            console.info(
                    String.format(
                            Locale.ROOT,
                            "Heights in %s are taken in units of %.6f m",
                            file.name(),
                            file.header().heightUnitMetres()));
        }
        if (control > 0 && control < 3) {
            console.warning(
                    "Only " + control + " ground control points; 5 or more are recommended");
        }
        List<String> weak =
                points.stream()
                        .filter(point -> point.marks().size() < 3)
                        .map(point -> point.name() + " (" + point.marks().size() + ")")
                        .toList();
        if (!weak.isEmpty()) {
            console.warning(
                    "Ground control points marked in fewer than 3 photos: "
                            + String.join(", ", weak));
        }
        warnOfDistance(points, photos);
    }

    private void warnOfDistance(List<ControlPoint> points, List<Photo> photos) {
        double[] photo = new double[3];
        for (Photo each : photos) {
            Photo.Position at = each.position();
            if (at != null) {
                photo[0] += at.x();
                photo[1] += at.y();
                photo[2]++;
            }
        }
        double east = points.stream().mapToDouble(ControlPoint::x).average().orElse(0);
        double north = points.stream().mapToDouble(ControlPoint::y).average().orElse(0);
        double distance = Math.hypot(photo[0] / photo[2] - east, photo[1] / photo[2] - north);
        if (distance > FAR) {
            console.warning(
                    String.format(
                            Locale.ROOT,
                            "The ground control points lie %,.0f km from the positions of the photos."
                                    + " Check the first line of %s and the order of the coordinates%s",
                            distance / 1000,
                            file.name(),
                            file.header().crs().isGeographic() ? ": longitude comes first" : ""));
        }
    }
}
