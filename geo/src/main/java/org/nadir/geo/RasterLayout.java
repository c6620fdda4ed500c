package org.nadir.geo;

/// A north-up grid of pixels in the plane of some coordinate system. Pixel (column, row) covers
/// `left + column·pixelWidth ..< left + (column+1)·pixelWidth` and
/// `top − (row+1)·pixelHeight ..< top − row·pixelHeight`; pixel centres are at integer + 0.5.
///
/// @param left x of the western edge
/// @param top y of the northern edge
/// @param pixelWidth units per pixel in x, positive
/// @param pixelHeight units per pixel in y, positive
/// @param width columns
/// @param height rows
public record RasterLayout(
        double left, double top, double pixelWidth, double pixelHeight, int width, int height) {

    public RasterLayout {
        if (width <= 0
                || height <= 0
                || !(pixelWidth > 0 && pixelWidth < Double.POSITIVE_INFINITY)
                || !(pixelHeight > 0 && pixelHeight < Double.POSITIVE_INFINITY)
                || !Double.isFinite(left)
                || !Double.isFinite(top)) {
            throw new IllegalArgumentException(
                    "Raster of %d x %d pixels of %s x %s at %s, %s"
                            .formatted(width, height, pixelWidth, pixelHeight, left, top));
        }
    }

    /// Square pixels.
    public static RasterLayout of(double left, double top, double pixel, int width, int height) {
        return new RasterLayout(left, top, pixel, pixel, width, height);
    }

    /// The smallest grid of square pixels from the box's upper-left corner that covers it.
    public static RasterLayout covering(Bounds bounds, double pixel) {
        int width = Math.toIntExact((long) Math.max(1, Math.ceil(bounds.width() / pixel - 1e-9)));
        int height = Math.toIntExact((long) Math.max(1, Math.ceil(bounds.height() / pixel - 1e-9)));
        return of(bounds.minX(), bounds.maxY(), pixel, width, height);
    }

    public double right() {
        return left + width * pixelWidth;
    }

    public double bottom() {
        return top - height * pixelHeight;
    }

    public Bounds bounds() {
        return new Bounds(left, bottom(), right(), top);
    }

    /// Number of pixels.
    public long pixels() {
        return (long) width * height;
    }

    /// x of a continuous column coordinate.
    public double x(double column) {
        return left + column * pixelWidth;
    }

    /// y of a continuous row coordinate.
    public double y(double row) {
        return top - row * pixelHeight;
    }

    /// Continuous column coordinate of x: integer + 0.5 at pixel centres.
    public double column(double x) {
        return (x - left) / pixelWidth;
    }

    /// Continuous row coordinate of y.
    public double row(double y) {
        return (top - y) / pixelHeight;
    }

    /// The part of this grid that starts at a pixel.
    public RasterLayout window(int column, int row, int columns, int rows) {
        return new RasterLayout(x(column), y(row), pixelWidth, pixelHeight, columns, rows);
    }
}
