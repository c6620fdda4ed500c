package org.nadir.imaging;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads FLIR's file of records (FFF) as it lies in the segments of a radiometric JPEG. There is no document of the maker;
/// places and meanings are those in ExifTool's documentation of FLIR tags.
///
/// Either byte order occurs, in the directory and in each record on its own; each begins with a small number that tells.
final class FlirRecords {
    private static final byte[] MAGIC = {'F', 'F', 'F', 0};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int HEADER = 0x40;
    private static final int ENTRY = 0x20;
    private static final int RAW_DATA = 1;
    private static final int CAMERA_INFO = 0x20;

    /// Up to where the last constant of the camera lies, PlanckR2.
    private static final int LEAST_CAMERA_INFO = 0x310;

    private static final int FIELD_OF_VIEW = 0x1B4;
    private static final int IMAGE_AT = 0x20;

    /// Far more than any thermal sensor has; a damaged size is not to ask for gigabytes.
    private static final int MOST_PIXELS = 1 << 24;

    private FlirRecords() {}

    static ThermalJpeg read(byte[] file) {
        try {
            return measured(file);
        } catch (IOException wrong) {
            return new ThermalJpeg.Unusable(String.valueOf(wrong.getMessage()));
        }
    }

    private static ThermalJpeg measured(byte[] file) throws IOException {
        if (file.length < HEADER || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("its header is damaged");
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        if (!isVersion(header)) {
            header.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (!isVersion(header)) {
            throw new IOException("its version is not known");
        }
        ByteBuffer camera = record(header, CAMERA_INFO, "constants of the camera");
        ByteBuffer raw = record(header, RAW_DATA, "thermal image");
        if (camera.limit() < LEAST_CAMERA_INFO) {
            throw new IOException("the constants of the camera are cut short");
        }
        return new ThermalJpeg.Measured(image(raw), model(camera), number(camera, FIELD_OF_VIEW));
    }

    /// Versions 100 and 101 have been seen.
    private static boolean isVersion(ByteBuffer header) {
        int version = header.getInt(0x14);
        return version >= 100 && version < 200;
    }

    /// The first record of a kind, in its own byte order.
    private static ByteBuffer record(ByteBuffer header, int kind, String name) throws IOException {
        long directory = Integer.toUnsignedLong(header.getInt(0x18));
        long count = Integer.toUnsignedLong(header.getInt(0x1C));
        if (directory + count * ENTRY > header.limit()) {
            throw new IOException("its directory is cut short");
        }
        for (int i = 0; i < count; i++) {
            int entry = (int) directory + i * ENTRY;
            if (header.getShort(entry) == kind) {
                long at = Integer.toUnsignedLong(header.getInt(entry + 0x0C));
                long length = Integer.toUnsignedLong(header.getInt(entry + 0x10));
                if (at + length > header.limit() || length < IMAGE_AT) {
                    throw new IOException("the " + name + " is cut short");
                }
                ByteBuffer record = header.slice((int) at, (int) length).order(header.order());
                // A small number in the right order, 256 times as much in the wrong one.
                boolean wrong = (record.getShort(0) & 0xFFFF) >= 0x100;
                return wrong ? record.order(other(header.order())) : record;
            }
        }
        throw new IOException("there is no " + name);
    }

    private static ByteOrder other(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private static Plane image(ByteBuffer raw) throws IOException {
        int width = raw.getShort(2) & 0xFFFF;
        int height = raw.getShort(4) & 0xFFFF;
        if (width == 0 || height == 0 || (long) width * height > MOST_PIXELS) {
            throw new IOException("its size of " + width + " x " + height + " cannot be");
        }
        byte[] stored = new byte[raw.limit() - IMAGE_AT];
        raw.get(IMAGE_AT, stored);
        if (stored.length >= 24 && Arrays.equals(stored, 0, PNG.length, PNG, 0, PNG.length)) {
            return png(stored, width, height);
        }
        if (stored.length != 2 * width * height) {
            throw new IOException("the thermal image is of a kind that is not known");
        }
        ByteBuffer numbers = ByteBuffer.wrap(stored).order(raw.order());
        var values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.getShort(2 * i) & 0xFFFF;
        }
        return new Plane(width, height, values);
    }

    private static Plane png(byte[] stored, int width, int height) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(stored);
        if (header.getInt(16) != width || header.getInt(20) != height) {
            throw new IOException("the thermal image is not of the size that its record says");
        }
        BufferedImage image;
        try {
            image = ImageDecoder.decode(Path.of("thermal.png"), stored, false);
        } catch (UnreadableImageException damaged) {
            throw new IOException("the thermal image is " + damaged.reason(), damaged);
        }
        if (!PixelCopy.isDeepSingleBand(image)) {
            throw new IOException("the thermal image has no numbers of 16 bits");
        }
        return inOrder(PixelCopy.plane(image, 0));
    }

    /// PNG stores the upper byte first, but most of these cameras store the lower one first, and nothing in the file says
    /// which do. Neighbours on a sensor differ by little, in the lower byte; with the bytes swapped, by 256 times as much. So the
    /// order with the smaller differences is taken, and of an image without any the cameras' usual one.
    private static Plane inOrder(Plane plane) {
        var swapped = new float[plane.values().length];
        for (int i = 0; i < swapped.length; i++) {
            int value = (int) plane.values()[i];
            swapped[i] = (value & 0xFF) << 8 | value >> 8;
        }
        var other = new Plane(plane.width(), plane.height(), swapped);
        return roughness(plane) < roughness(other) ? plane : other;
    }

    private static double roughness(Plane plane) {
        double sum = 0;
        for (int row = 0; row < plane.height(); row++) {
            for (int column = 1; column < plane.width(); column++) {
                sum += Math.abs(plane.at(column, row) - plane.at(column - 1, row));
            }
        }
        return sum;
    }

    private static HeatModel model(ByteBuffer camera) throws IOException {
        var planck =
                new HeatModel.Planck(
                        positive(camera, 0x58, "PlanckR1"),
                        positive(camera, 0x5C, "PlanckB"),
                        number(camera, 0x60),
                        camera.getInt(0x308),
                        positive(camera, 0x30C, "PlanckR2"));
        double humidity = number(camera, 0x3C);
        double window = share(camera, 0x34, "transmission of the window");
        var scene =
                new HeatModel.Scene(
                        share(camera, 0x20, "emissivity"),
                        Math.max(0, number(camera, 0x24)),
                        positive(camera, 0x28, "reflected temperature"),
                        positive(camera, 0x2C, "temperature of the air"),
                        window < 1 ? positive(camera, 0x30, "window's temperature") : 0,
                        window,
                        // Some say it in percent.
                        humidity > 2 ? humidity / 100 : Math.max(0, humidity));
        var air =
                new HeatModel.Air(
                        number(camera, 0x70),
                        number(camera, 0x74),
                        number(camera, 0x78),
                        number(camera, 0x7C),
                        number(camera, 0x80));
        return new HeatModel(planck, scene, air);
    }

    private static double number(ByteBuffer camera, int at) {
        float value = camera.getFloat(at);
        return Float.isFinite(value) ? value : 0;
    }

    private static double positive(ByteBuffer camera, int at, String name) throws IOException {
        double value = number(camera, at);
        if (value <= 0) {
            throw new IOException("its " + name + " is " + value);
        }
        return value;
    }

    private static double share(ByteBuffer camera, int at, String name) throws IOException {
        double value = positive(camera, at, name);
        if (value > 1) {
            throw new IOException("its " + name + " is " + value);
        }
        return value;
    }
}
