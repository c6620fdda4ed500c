package org.nadir.engine.pipeline;

import org.jspecify.annotations.Nullable;
import org.nadir.engine.survey.PhotoPositionFile;
import org.nadir.engine.work.Problem;
import org.nadir.geo.Coordinate;
import org.nadir.imaging.PhotoTags;

/// Puts the positions and attitudes of `geo.txt` in the place of those in the photos' tags.
final class ListedPositions {

    private ListedPositions() {}

    static InputPhoto apply(InputPhoto input, @Nullable PhotoPositionFile list) {
        PhotoPositionFile.Entry entry = list == null ? null : list.entries().get(input.name());
        if (list == null || entry == null) {
            return input;
        }
        PhotoTags.Position own = input.tags().position();
        Coordinate place = list.header().crs().toLonLat(entry.x(), entry.y());
        if (!Double.isFinite(place.x()) || !(Math.abs(place.y()) <= 90)) {
            throw new Problem(
                    Problem.Code.BAD_GEO,
                    list.name()
                            + ": the position of "
                            + input.name()
                            + " is no place on earth in "
                            + list.header().text()
                            + ". Where coordinates are angles, longitude comes first.");
        }
        Double ownAltitude = own == null ? null : own.altitude();
        var position =
                new PhotoTags.Position(
                        place.x(),
                        place.y(),
                        Double.isNaN(entry.z())
                                ? ownAltitude
                                : Double.valueOf(entry.z() * list.header().heightUnitMetres()),
                        known(entry.horizontalSd()),
                        known(entry.verticalSd()),
                        false);
        return new InputPhoto(
                input.file(), input.tags().withPlace(position, attitude(input, entry)), true);
    }

    private static @Nullable Double known(double number) {
        return Double.isNaN(number) ? null : Double.valueOf(number);
    }

    private static PhotoTags.@Nullable Attitude attitude(
            InputPhoto input, PhotoPositionFile.Entry entry) {
        PhotoPositionFile.Angles angles = entry.angles();
        return angles == null
                ? input.tags().attitude()
                : new PhotoTags.Attitude(
                        angles.yaw(),
                        angles.pitch(),
                        angles.roll(),
                        null,
                        new PhotoTags.Angles(angles.yaw(), angles.pitch(), angles.roll()));
    }

    /// The camera-from-world rotation (camera x right, y down, z forward; world x east, y north, z up) of angles in degrees:
    /// yaw 0 = top of the photo to the north, 90 = east; pitch 0 = straight down, 90 = ahead; roll positive = right side
    /// down.
    static double[] rotation(double yaw, double pitch, double roll) {
        double y = Math.toRadians(yaw);
        double p = Math.toRadians(pitch);
        double r = Math.toRadians(roll);
        double[] ahead = {Math.sin(y), Math.cos(y), 0};
        double[] right = {Math.cos(y), -Math.sin(y), 0};
        // Straight down, raised by the pitch towards ahead.
        double[] view = {
            Math.sin(p) * ahead[0], Math.sin(p) * ahead[1], -Math.cos(p),
        };
        double[] top = {Math.cos(p) * ahead[0], Math.cos(p) * ahead[1], Math.sin(p)};
        // Rolling turns about the axis of the craft, which is the top of the photo when it looks
        // down.
        var rows = new double[9];
        for (int c = 0; c < 3; c++) {
            rows[c] = Math.cos(r) * right[c] + Math.sin(r) * view[c];
            rows[3 + c] = -top[c];
            rows[6 + c] = Math.cos(r) * view[c] - Math.sin(r) * right[c];
        }
        return rows;
    }
}
