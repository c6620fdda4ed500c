package org.nadir.engine.camera;

/// A camera with Brown-Conrady distortion (Brown 1966, the OpenCV and OpenSfM `brown` model), or with the polynomial of a
/// fisheye lens (see [FisheyeRadial]).
///
/// Focal lengths and principal point are divided by `max(width, height)`; the principal point is relative to the image
/// centre. Pixel coordinates are continuous: the centre of the first pixel is (0.5, 0.5). Camera axes: x right, y down,
/// z forward.
///
/// With `x = X/Z`, `y = Y/Z`, `r² = x² + y²`:
/// `radial = 1 + k1 r² + k2 r⁴ + k3 r⁶`,
/// `xd = x·radial + 2 p1 x y + p2 (r² + 2x²)`, `yd = y·radial + p1 (r² + 2y²) + 2 p2 x y`,
/// `u = width/2 + size (fx xd + cx)`, `v = height/2 + size (fy yd + cy)` where `size = max(width, height)`.
///
/// A fisheye lens has `radial = θd / r` instead, with k1 to k4, and no tangential distortion.
///
/// @param model which distortion; a `perspective` lens is a `brown` one with k1 and k2 alone
/// @param k4 of fisheye lenses only
/// @param id key in `cameras.json`, for instance `dji fc300s 4000 2250 brown 0.5555`
public record Camera(
        LensModel model,
        String id,
        int width,
        int height,
        double focalX,
        double focalY,
        double cX,
        double cY,
        double k1,
        double k2,
        double k3,
        double p1,
        double p2,
        double k4) {

    /// A camera from what [#numbers] gives.
    public static Camera of(LensModel model, String id, int width, int height, double[] numbers) {
        double[] n = numbers;
        return new Camera(
                model, id, width, height, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8],
                n[9]);
    }

    /// Focal lengths, principal point and distortion, in the order of the record: what files keep of a lens.
    public double[] numbers() {
        return new double[] {focalX, focalY, cX, cY, k1, k2, k3, p1, p2, k4};
    }

    /// A `brown` camera.
    public Camera(
            String id,
            int width,
            int height,
            double focalX,
            double focalY,
            double cX,
            double cY,
            double k1,
            double k2,
            double k3,
            double p1,
            double p2) {
        this(LensModel.BROWN, id, width, height, focalX, focalY, cX, cY, k1, k2, k3, p1, p2, 0);
    }

    public Camera {
        if (width <= 0 || height <= 0 || !(focalX > 0) || !(focalY > 0)) {
            throw new IllegalArgumentException(
                    "Camera "
                            + id
                            + ": bad size or focal length: "
                            + width
                            + "x"
                            + height
                            + ", "
                            + focalX
                            + ", "
                            + focalY);
        }
    }

    /// A camera without distortion whose focal length is `focal` times the longer side.
    public static Camera perspective(String id, int width, int height, double focal) {
        return new Camera(id, width, height, focal, focal, 0, 0, 0, 0, 0, 0, 0);
    }

    /// A camera of some kind without distortion: for a fisheye lens that of equal angles at equal distances.
    public static Camera plain(LensModel model, String id, int width, int height, double focal) {
        return new Camera(model, id, width, height, focal, focal, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// The longer side in pixels: the unit of focal length and principal point.
    public int size() {
        return Math.max(width, height);
    }

    public double focalPixels() {
        return 0.5 * (focalX + focalY) * size();
    }

    /// Writes the pixel `(u, v)` of the camera-frame point `(x, y, z)` into `pixel`. False when the point is not in front.
    public boolean project(double x, double y, double z, double[] pixel) {
        if (z <= 0) {
            return false;
        }
        double xn = x / z;
        double yn = y / z;
        double r2 = xn * xn + yn * yn;
        double radial = radial(r2);
        double xd = xn * radial + 2 * p1 * xn * yn + p2 * (r2 + 2 * xn * xn);
        double yd = yn * radial + p1 * (r2 + 2 * yn * yn) + 2 * p2 * xn * yn;
        pixel[0] = 0.5 * width + size() * (focalX * xd + cX);
        pixel[1] = 0.5 * height + size() * (focalY * yd + cY);
        return true;
    }

    /// Writes the undistorted normalised coordinates `(X/Z, Y/Z)` of the pixel `(u, v)` into `ray`.
    public void unproject(double u, double v, double[] ray) {
        double xd = ((u - 0.5 * width) / size() - cX) / focalX;
        double yd = ((v - 0.5 * height) / size() - cY) / focalY;
        if (model.isFisheye()) {
            double bent = Math.hypot(xd, yd);
            double scale = bent < 1e-12 ? 1 : FisheyeRadial.tangent(bent, k1, k2, k3, k4) / bent;
            ray[0] = xd * scale;
            ray[1] = yd * scale;
            return;
        }
        double x = xd;
        double y = yd;
        // Newton on the two distortion equations; converges in a few steps for any lens that can be
        // inverted.
        for (int i = 0; i < 20; i++) {
            double r2 = x * x + y * y;
            double radial = 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
            double slope = k1 + r2 * (2 * k2 + 3 * r2 * k3);
            double ex = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x) - xd;
            double ey = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y - yd;
            double a = radial + 2 * x * x * slope + 2 * p1 * y + 6 * p2 * x;
            double b = 2 * x * y * slope + 2 * p1 * x + 2 * p2 * y;
            double d = radial + 2 * y * y * slope + 6 * p1 * y + 2 * p2 * x;
            double determinant = a * d - b * b;
            double dx = (d * ex - b * ey) / determinant;
            double dy = (a * ey - b * ex) / determinant;
            x -= dx;
            y -= dy;
            if (dx * dx + dy * dy < 1e-24) {
                break;
            }
        }
        ray[0] = x;
        ray[1] = y;
    }

    /// The same lens seen through an image of another size (same aspect ratio).
    public Camera resized(int newWidth, int newHeight) {
        return new Camera(
                model, id, newWidth, newHeight, focalX, focalY, cX, cY, k1, k2, k3, p1, p2, k4);
    }

    private double radial(double r2) {
        return model.isFisheye()
                ? FisheyeRadial.factor(r2, k1, k2, k3, k4)
                : 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
    }
}
