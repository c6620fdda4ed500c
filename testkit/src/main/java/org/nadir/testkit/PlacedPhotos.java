package org.nadir.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Coordinate;
import org.nadir.geo.UtmZone;

/// Cameras as the products tell them, `shots.geojson` and `cameras.json`, read and used without the engine's own code.
///
/// @param shots by file name
/// @param lenses by camera id
public record PlacedPhotos(Map<String, Shot> shots, Map<String, Lens> lenses) {

    /// @param centre east, north, height in UTM metres
    /// @param rotation camera-from-world, row-major
    /// @param camera id of its lens
    @SuppressWarnings("ArrayRecordComponent")
    public record Shot(String camera, double[] centre, double[] rotation) {}

    /// A Brown lens as `cameras.json` has it: lengths are shares of the longer side.
    public record Lens(
            int width,
            int height,
            double focalX,
            double focalY,
            double centreX,
            double centreY,
            double k1,
            double k2,
            double k3,
            double p1,
            double p2) {}

    /// Root mean square differences to other cameras.
    ///
    /// @param position after the mean shift, metres
    /// @param plain without taking away the shift, metres
    /// @param degrees of the rotations
    public record Difference(int photos, double position, double plain, double degrees) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Reads the cameras of a project; without `cameras` lenses are unknown.
    ///
    /// Files of other programs may lack `translation`: then the place is taken from longitude and latitude, and the rotation,
    /// which those programs tell against true north, is turned to the north of the UTM grid.
    public static PlacedPhotos read(Path shots, @Nullable Path cameras) throws IOException {
        var placed = new TreeMap<String, Shot>();
        for (JsonNode feature : JSON.readTree(shots.toFile()).path("features")) {
            JsonNode properties = feature.path("properties");
            double[] at = three(feature.path("geometry").path("coordinates"));
            double[] rotation = rotation(three(properties.path("rotation")));
            boolean onGrid = properties.has("translation");
            placed.put(
                    properties.path("filename").asText(),
                    new Shot(
                            properties.path("camera").asText().replaceFirst("^v2 ", ""),
                            onGrid ? three(properties.path("translation")) : onGrid(at),
                            onGrid ? rotation : turned(rotation, convergence(at[0], at[1]))));
        }
        return new PlacedPhotos(placed, cameras == null ? Map.of() : lenses(cameras));
    }

    /// Reads a `cameras.json`.
    public static Map<String, Lens> lenses(Path cameras) throws IOException {
        var lenses = new TreeMap<String, Lens>();
        JSON.readTree(cameras.toFile())
                .properties()
                .forEach(entry -> lenses.put(entry.getKey(), lens(entry.getValue())));
        return lenses;
    }

    /// True cameras of a survey, in the same form.
    public static PlacedPhotos truth(SyntheticSurvey survey) {
        var placed = new TreeMap<String, Shot>();
        for (SyntheticCamera camera : survey.cameras()) {
            placed.put(
                    camera.name(),
                    new Shot(
                            "",
                            new double[] {camera.east(), camera.north(), camera.altitude()},
                            camera.rotation()));
        }
        return new PlacedPhotos(placed, Map.of());
    }

    private static double[] onGrid(double[] lonLatHeight) {
        UtmZone zone = UtmZone.of(lonLatHeight[0], lonLatHeight[1]);
        Coordinate at = zone.forward(lonLatHeight[0], lonLatHeight[1]);
        return new double[] {at.x(), at.y(), lonLatHeight[2]};
    }

    /// Angle from true north to grid north, clockwise, radians; on the sphere, which is good to a thousandth of it.
    private static double convergence(double longitude, double latitude) {
        double middle = 6 * UtmZone.of(longitude, latitude).number() - 183;
        return Math.atan(
                Math.tan(Math.toRadians(longitude - middle)) * Math.sin(Math.toRadians(latitude)));
    }

    /// Camera-from-grid of camera-from-world, where x and y of the grid are turned by `angle` clockwise.
    private static double[] turned(double[] r, double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        var turned = r.clone();
        for (int row = 0; row < 9; row += 3) {
            turned[row] = c * r[row] - s * r[row + 1];
            turned[row + 1] = s * r[row] + c * r[row + 1];
        }
        return turned;
    }

    private static double[] three(JsonNode node) {
        return new double[] {
            node.path(0).asDouble(), node.path(1).asDouble(), node.path(2).asDouble()
        };
    }

    private static Lens lens(JsonNode node) {
        return new Lens(
                node.path("width").asInt(),
                node.path("height").asInt(),
                node.path("focal_x").asDouble(),
                node.path("focal_y").asDouble(),
                node.path("c_x").asDouble(),
                node.path("c_y").asDouble(),
                node.path("k1").asDouble(),
                node.path("k2").asDouble(),
                node.path("k3").asDouble(),
                node.path("p1").asDouble(),
                node.path("p2").asDouble());
    }

    /// Rodrigues' formula.
    private static double[] rotation(double[] axisAngle) {
        double angle = Math.hypot(Math.hypot(axisAngle[0], axisAngle[1]), axisAngle[2]);
        double x = angle > 0 ? axisAngle[0] / angle : 0;
        double y = angle > 0 ? axisAngle[1] / angle : 0;
        double z = angle > 0 ? axisAngle[2] / angle : 0;
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double t = 1 - c;
        return new double[] {
            c + t * x * x,
            t * x * y - s * z,
            t * x * z + s * y,
            t * x * y + s * z,
            c + t * y * y,
            t * y * z - s * x,
            t * x * z - s * y,
            t * y * z + s * x,
            c + t * z * z
        };
    }

    /// How far the cameras that both have lie from each other.
    public Difference differenceTo(PlacedPhotos other) {
        List<double[]> shifts = new ArrayList<>();
        double squaredDegrees = 0;
        for (Map.Entry<String, Shot> entry : shots.entrySet()) {
            Shot there = other.shots.get(entry.getKey());
            if (there == null) {
                continue;
            }
            Shot here = entry.getValue();
            var shift = new double[3];
            double trace = 0;
            for (int i = 0; i < 3; i++) {
                shift[i] = here.centre[i] - there.centre[i];
                for (int k = 0; k < 3; k++) {
                    trace += here.rotation[3 * i + k] * there.rotation[3 * i + k];
                }
            }
            shifts.add(shift);
            double degrees = Math.toDegrees(Math.acos(Math.clamp((trace - 1) / 2, -1, 1)));
            squaredDegrees += degrees * degrees;
        }
        int n = shifts.size();
        return new Difference(
                n,
                rootMeanSquare(shifts, true),
                rootMeanSquare(shifts, false),
                Math.sqrt(squaredDegrees / n));
    }

    /// How far the cameras that both have lie from each other after the similarity that brings them nearest, for blocks without
    /// a place on earth.
    public Difference differenceInShape(PlacedPhotos other) {
        var here = new TreeMap<String, Shot>();
        var from = new ArrayList<double[]>();
        var to = new ArrayList<double[]>();
        shots.forEach((name, shot) -> {
            Shot there = other.shots.get(name);
            if (there != null) {
                here.put(name, shot);
                from.add(shot.centre);
                to.add(there.centre);
            }
        });
        Fit fit = Fit.of(from, to);
        var moved = new TreeMap<String, Shot>();
        here.forEach((name, shot) ->
                moved.put(
                        name,
                        new Shot(shot.camera, fit.apply(shot.centre), fit.turn(shot.rotation))));
        return new PlacedPhotos(moved, lenses).differenceTo(other);
    }

    private static double rootMeanSquare(List<double[]> shifts, boolean withoutMean) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            int axis = i;
            double mean =
                    withoutMean ? shifts.stream().mapToDouble(s -> s[axis]).average().orElse(0) : 0;
            sum += shifts.stream().mapToDouble(s -> (s[axis] - mean) * (s[axis] - mean)).sum();
        }
        return Math.sqrt(sum / shifts.size());
    }

    /// Root mean square errors of the check points, in plan and height, metres: each is intersected from the very pixels at
    /// which its photos show it.
    public double[] checkErrors(List<SyntheticControl.Point> points) {
        double plan = 0;
        double height = 0;
        for (SyntheticControl.Point point : points) {
            double[] at = intersect(point);
            plan += Math.pow(at[0] - point.x(), 2) + Math.pow(at[1] - point.y(), 2);
            height += Math.pow(at[2] - point.z(), 2);
        }
        return new double[] {Math.sqrt(plan / points.size()), Math.sqrt(height / points.size())};
    }

    /// The place that is nearest to the rays of all photos, by least squares.
    private double[] intersect(SyntheticControl.Point point) {
        // About the point, for UTM coordinates are large.
        double[] origin = {point.x(), point.y(), point.z()};
        var a = new double[9];
        var b = new double[3];
        for (SyntheticControl.Mark mark : point.marks()) {
            Shot shot = shots.get(mark.photo());
            if (shot == null) {
                continue;
            }
            double[] d = direction(shot, mark.trueU(), mark.trueV());
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < 3; k++) {
                    double projector = (i == k ? 1 : 0) - d[i] * d[k];
                    a[3 * i + k] += projector;
                    b[i] += projector * (shot.centre[k] - origin[k]);
                }
            }
        }
        double[] at = solve(a, b);
        return new double[] {at[0] + origin[0], at[1] + origin[1], at[2] + origin[2]};
    }

    /// Unit vector in the world.
    private double[] direction(Shot shot, double u, double v) {
        Lens lens = lenses.get(shot.camera);
        if (lens == null) {
            throw new IllegalStateException("No lens " + shot.camera);
        }
        double size = Math.max(lens.width, lens.height);
        double xd = ((u - lens.width / 2.0) / size - lens.centreX) / lens.focalX;
        double yd = ((v - lens.height / 2.0) / size - lens.centreY) / lens.focalY;
        double x = xd;
        double y = yd;
        for (int i = 0; i < 50; i++) {
            double r2 = x * x + y * y;
            double radial = 1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3));
            double dx = 2 * lens.p1 * x * y + lens.p2 * (r2 + 2 * x * x);
            double dy = lens.p1 * (r2 + 2 * y * y) + 2 * lens.p2 * x * y;
            x = (xd - dx) / radial;
            y = (yd - dy) / radial;
        }
        double[] m = shot.rotation;
        double[] d = {
            m[0] * x + m[3] * y + m[6], m[1] * x + m[4] * y + m[7], m[2] * x + m[5] * y + m[8]
        };
        double length = Math.hypot(Math.hypot(d[0], d[1]), d[2]);
        return new double[] {d[0] / length, d[1] / length, d[2] / length};
    }

    /// Cramer's rule.
    private static double[] solve(double[] a, double[] b) {
        double whole = determinant(a);
        var x = new double[3];
        for (int c = 0; c < 3; c++) {
            double[] replaced = a.clone();
            for (int r = 0; r < 3; r++) {
                replaced[3 * r + c] = b[r];
            }
            x[c] = determinant(replaced) / whole;
        }
        return x;
    }

    private static double determinant(double[] a) {
        return a[0] * (a[4] * a[8] - a[5] * a[7])
                - a[1] * (a[3] * a[8] - a[5] * a[6])
                + a[2] * (a[3] * a[7] - a[4] * a[6]);
    }
}
