package org.nadir.engine.bands;

import java.util.Arrays;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.math.Median;

/// Points in the frame of the primary camera and where the band's photo shows them, in growing flat arrays.
final class RigMeasurements {

    private int count;
    private double[] point = new double[3 * 256];
    private double[] pixel = new double[2 * 256];

    int count() {
        return count;
    }

    void add(double x, double y, double z, double u, double v) {
        if (3 * count + 3 > point.length) {
            point = Arrays.copyOf(point, 2 * point.length);
            pixel = Arrays.copyOf(pixel, 2 * pixel.length);
        }
        point[3 * count] = x;
        point[3 * count + 1] = y;
        point[3 * count + 2] = z;
        pixel[2 * count] = u;
        pixel[2 * count + 1] = v;
        count++;
    }

    void addAll(RigMeasurements others) {
        for (int i = 0; i < others.count; i++) {
            add(
                    others.point[3 * i],
                    others.point[3 * i + 1],
                    others.point[3 * i + 2],
                    others.pixel[2 * i],
                    others.pixel[2 * i + 1]);
        }
    }

    /// The same points where a camera without a rotation of its own would have shown them.
    ///
    /// @param turn of the camera that took the photo, against the rig
    RigMeasurements turnedBack(Camera camera, double[] turn) {
        var back = new RigMeasurements();
        var ray = new double[2];
        var place = new double[2];
        for (int i = 0; i < count; i++) {
            camera.unproject(pixel[2 * i], pixel[2 * i + 1], ray);
            double x = turn[0] * ray[0] + turn[3] * ray[1] + turn[6];
            double y = turn[1] * ray[0] + turn[4] * ray[1] + turn[7];
            double z = turn[2] * ray[0] + turn[5] * ray[1] + turn[8];
            if (camera.project(x, y, z, place)) {
                back.add(point[3 * i], point[3 * i + 1], point[3 * i + 2], place[0], place[1]);
            }
        }
        return back;
    }

    double point(int i, int axis) {
        return point[3 * i + axis];
    }

    double pixel(int i, int axis) {
        return pixel[2 * i + axis];
    }

    /// The median depth, 0 without points.
    double medianDepth() {
        var depths = new double[count];
        for (int i = 0; i < count; i++) {
            depths[i] = point[3 * i + 2];
        }
        return count == 0 ? 0 : Median.of(depths);
    }
}
