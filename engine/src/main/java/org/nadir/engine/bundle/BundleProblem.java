package org.nadir.engine.bundle;

import java.util.Arrays;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;

/// What is adjusted: shots, lenses, points, observations and prior knowledge, in flat arrays.
///
/// Made for given numbers of shots, lenses, points and observations, filled by the setters, changed in place by
/// [BundleAdjuster]. Observations are added point by point in order; the last `controlPoints` points are ground control
/// points whose position is known to a standard deviation.
public final class BundleProblem {

    final int shots;
    final int lenses;
    final int points;
    final int controlPoints;

    final int[] lensOf;
    final boolean[] fixed;
    final double[] size;
    final double[] halfWidth;
    final double[] halfHeight;
    final boolean[] fisheye;
    final boolean[] lensFree;
    final double[] lensPrior;
    final double[] lensPriorSd;

    final int[] observationStart;
    final int[] observationShot;
    final float[] observationU;
    final float[] observationV;

    /// One over the squared standard deviation of each observation, which is 1 for a usual one.
    final float[] observationWeight;

    /// Movement of each shot during its read-out, from the first row to the last.
    final double[] motion;

    final double[] gps;
    final double[] gpsHorizontalSd;
    final double[] gpsVerticalSd;
    final double[] attitude;
    final double[] attitudeSd;
    final double[] down;
    final double[] downSd;

    final double[] control;
    final double[] controlHorizontalSd;
    final double[] controlVerticalSd;
    double markSd = 1;

    BundleState state;

    private int pointsFilled;
    private int observationsFilled;

    public BundleProblem(int shots, int lenses, int points, int controlPoints, int observations) {
        this.shots = shots;
        this.lenses = lenses;
        this.points = points;
        this.controlPoints = controlPoints;
        lensOf = new int[shots];
        fixed = new boolean[shots];
        size = new double[lenses];
        halfWidth = new double[lenses];
        halfHeight = new double[lenses];
        fisheye = new boolean[lenses];
        lensFree = new boolean[lenses * Lens.COUNT];
        lensPrior = new double[lenses * Lens.COUNT];
        lensPriorSd = new double[lenses * Lens.COUNT];
        observationStart = new int[points + 1];
        observationShot = new int[observations];
        observationU = new float[observations];
        observationV = new float[observations];
        observationWeight = new float[observations];
        motion = new double[3 * shots];
        gps = new double[3 * shots];
        gpsHorizontalSd = new double[shots];
        gpsVerticalSd = new double[shots];
        attitude = new double[9 * shots];
        attitudeSd = new double[shots];
        down = new double[3 * shots];
        downSd = new double[shots];
        control = new double[3 * controlPoints];
        controlHorizontalSd = new double[controlPoints];
        controlVerticalSd = new double[controlPoints];
        state = new BundleState(shots, lenses, points);
    }

    /// Sets the lens `index` from a camera. All its numbers are fixed until [#freeLens].
    public void setLens(int index, Camera camera) {
        Lens.put(camera, state.lens, index * Lens.COUNT);
        size[index] = camera.size();
        halfWidth[index] = 0.5 * camera.width();
        halfHeight[index] = 0.5 * camera.height();
        fisheye[index] = camera.model().isFisheye();
    }

    /// Lets one number of a lens vary about `prior` with standard deviation `sd` (0 = no prior).
    public void freeLens(int index, int parameter, double prior, double sd) {
        int i = index * Lens.COUNT + parameter;
        lensFree[i] = true;
        lensPrior[i] = prior;
        lensPriorSd[i] = sd;
    }

    public void setShot(int index, int lens, Pose pose, boolean isFixed) {
        lensOf[index] = lens;
        fixed[index] = isFixed;
        System.arraycopy(pose.cameraFromWorld(), 0, state.rotation, 9 * index, 9);
        System.arraycopy(pose.centreInWorld(), 0, state.centre, 3 * index, 3);
    }

    /// How far a shot moves while its rows are read, first to last. Its pose is that of the middle row.
    public void setMotion(int shot, double x, double y, double z) {
        motion[3 * shot] = x;
        motion[3 * shot + 1] = y;
        motion[3 * shot + 2] = z;
    }

    /// A measured position of a shot; robust, so that wrong ones lose their say.
    public void setGps(
            int shot, double x, double y, double z, double horizontalSd, double verticalSd) {
        gps[3 * shot] = x;
        gps[3 * shot + 1] = y;
        gps[3 * shot + 2] = z;
        gpsHorizontalSd[shot] = horizontalSd;
        gpsVerticalSd[shot] = verticalSd;
    }

    /// A measured attitude of a shot.
    ///
    /// @param cameraFromWorld rotation, row-major
    /// @param sd standard deviation of the rotation about each axis, radians
    public void setAttitude(int shot, double[] cameraFromWorld, double sd) {
        System.arraycopy(cameraFromWorld, 0, attitude, 9 * shot, 9);
        attitudeSd[shot] = sd;
    }

    /// The belief that a shot looks straight down.
    ///
    /// @param sd standard deviation of its tilt, radians
    public void setLooksDown(int shot, double sd) {
        setDown(shot, 0, 0, 1, sd);
    }

    /// The belief which way is down in a shot's camera: a unit vector in the camera frame.
    ///
    /// @param sd standard deviation, radians
    public void setDown(int shot, double x, double y, double z, double sd) {
        down[3 * shot] = x;
        down[3 * shot + 1] = y;
        down[3 * shot + 2] = z;
        downSd[shot] = sd;
    }

    /// Begins the next point; its observations follow with [#addObservation].
    public void addPoint(double x, double y, double z) {
        int p = pointsFilled++;
        state.point[3 * p] = x;
        state.point[3 * p + 1] = y;
        state.point[3 * p + 2] = z;
        observationStart[p + 1] = observationsFilled;
    }

    /// Begins the next control point, after all other points, at the place where it is believed to be.
    public void addControlPoint(
            double x, double y, double z, double horizontalSd, double verticalSd) {
        int c = pointsFilled - (points - controlPoints);
        if (c < 0) {
            throw new IllegalStateException("Control points come after the other points");
        }
        control[3 * c] = x;
        control[3 * c + 1] = y;
        control[3 * c + 2] = z;
        controlHorizontalSd[c] = horizontalSd;
        controlVerticalSd[c] = verticalSd;
        addPoint(x, y, z);
    }

    /// Standard deviation in pixels of the marks of control points.
    public void setMarkSd(double pixels) {
        markSd = pixels;
    }

    /// Adds an observation that is as exact as [BundleOptions#observationSd] says.
    public void addObservation(int shot, double u, double v) {
        addObservation(shot, u, v, 1);
    }

    /// Adds an observation of the current point.
    ///
    /// @param sd standard deviation as a multiple of [BundleOptions#observationSd]; the robust scale grows with it
    public void addObservation(int shot, double u, double v, double sd) {
        int i = observationsFilled++;
        observationWeight[i] = (float) (1 / (sd * sd));
        observationShot[i] = shot;
        observationU[i] = (float) u;
        observationV[i] = (float) v;
        observationStart[pointsFilled] = observationsFilled;
    }

    public Pose pose(int shot) {
        return new Pose(
                Arrays.copyOfRange(state.rotation, 9 * shot, 9 * shot + 9),
                Arrays.copyOfRange(state.centre, 3 * shot, 3 * shot + 3));
    }

    /// `camera` with the adjusted numbers of lens `index`.
    public Camera camera(int index, Camera camera) {
        return Lens.of(camera, state.lens, index * Lens.COUNT);
    }

    /// Coordinate `axis` of a point.
    public double point(int index, int axis) {
        return state.point[3 * index + axis];
    }

    /// The numbers of a lens that may vary, ascending.
    int[] freeNumbers(int lens) {
        var free = new int[Lens.COUNT];
        int n = 0;
        for (int k = 0; k < Lens.COUNT; k++) {
            if (lensFree[lens * Lens.COUNT + k]) {
                free[n++] = k;
            }
        }
        return Arrays.copyOf(free, n);
    }

    boolean isComplete() {
        return pointsFilled == points && observationsFilled == observationShot.length;
    }
}
