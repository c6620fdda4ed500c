package org.nadir.testkit;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;

/// Puts a thermal image into a JPEG as thermal cameras of FLIR do: segments APP1 that hold a file of records (FFF), one of
/// which has the sensor's numbers and another one the camera's constants. Places are those in ExifTool's documentation
/// of FLIR tags.
///
/// Independent programs read these files as they were meant: ExifTool 12.57 gives back each constant of
/// [Camera#handheld] and, by `-RawThermalImage -b`, the bytes of the image in every [Layout] (it declines uncompressed
/// numbers with the upper byte first); GDAL 3.6 opens `JPEG:"file":FLIR_RAW_THERMAL_IMAGE` with the same numbers.
public final class FlirJpeg {

    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int HEADER = 0x40;
    private static final int ENTRY = 0x20;

    /// Places in the directory, most of them free.
    private static final int ENTRIES = 14;

    private static final int CAMERA_INFO = 0x470;
    private static final int IMAGE_AT = 0x20;

    private FlirJpeg() {}

    /// Temperatures in degrees Celsius, shares between 0 and 1, metres.
    public record Camera(
            Sensor sensor,
            double emissivity,
            double distance,
            double reflected,
            double air,
            double window,
            double windowTransmission,
            double humidity,
            double fieldOfView) {

        /// Constants in the range of those of small uncooled cameras.
        public static Camera handheld() {
            return new Camera(
                    new Sensor(17096.453, 1428, 1, -342, 0.0435),
                    0.96,
                    40,
                    12,
                    18,
                    21,
                    0.97,
                    0.45,
                    45);
        }

        /// The same camera with a lens that sees so many degrees across.
        public Camera withFieldOfView(double degrees) {
            return new Camera(
                    sensor,
                    emissivity,
                    distance,
                    reflected,
                    air,
                    window,
                    windowTransmission,
                    humidity,
                    degrees);
        }

        /// The number, not rounded, that the camera gives for an object: of what it sends, air and window take their share and
        /// add what they send themselves.
        public double number(double celsius) {
            double sent =
                    emissivity * sensor.radiance(celsius)
                            + (1 - emissivity) * sensor.radiance(reflected);
            double through = throughAir();
            double atWindow = through * sent + (1 - through) * sensor.radiance(air);
            double atLens =
                    windowTransmission * atWindow
                            + (1 - windowTransmission) * sensor.radiance(window);
            return atLens - sensor.o;
        }

        private double throughAir() {
            double grams =
                    humidity
                            * Math.exp(
                                    1.5587
                                            + 0.06939 * air
                                            - 0.00027816 * Math.pow(air, 2)
                                            + 0.00000068455 * Math.pow(air, 3));
            double k1 = -Math.sqrt(distance) * (0.006569 - 0.002276 * Math.sqrt(grams));
            double k2 = -Math.sqrt(distance) * (0.01262 - 0.00667 * Math.sqrt(grams));
            return 1.9 * Math.exp(k1) - 0.9 * Math.exp(k2);
        }
    }

    /// The curve of a sensor.
    public record Sensor(double r1, double b, double f, int o, double r2) {
        double radiance(double celsius) {
            return r1 / r2 / (Math.exp(b / (celsius + 273.15)) - f);
        }
    }

    /// How the numbers are stored.
    ///
    /// @param png whether as PNG, else uncompressed
    /// @param swapped whether with the lower byte first
    /// @param records byte order of the records; that of uncompressed numbers follows from `swapped`
    /// @param chunk bytes of each segment at most
    public record Layout(boolean png, boolean swapped, ByteOrder records, int chunk) {
        public static final Layout USUAL = new Layout(true, true, ByteOrder.LITTLE_ENDIAN, 65000);
    }

    /// A copy of `jpeg` with a thermal image.
    ///
    /// @param numbers row by row, the lower 16 bits of each
    public static byte[] with(byte[] jpeg, int width, short[] numbers, Camera camera, Layout layout)
            throws IOException {
        byte[] records = records(width, numbers, camera, layout);
        var out = new ByteArrayOutputStream(jpeg.length + records.length);
        int at = 2;
        while ((jpeg[at + 1] & 0xFF) == APP0 || (jpeg[at + 1] & 0xFF) == APP1) {
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
        }
        out.write(jpeg, 0, at);
        int chunks = (records.length + layout.chunk - 1) / layout.chunk;
        for (int i = 0; i < chunks; i++) {
            int from = i * layout.chunk;
            byte[] part =
                    Arrays.copyOfRange(
                            records, from, Math.min(records.length, from + layout.chunk));
            int length = 2 + 8 + part.length;
            out.writeBytes(
                    new byte[] {(byte) 0xFF, (byte) APP1, (byte) (length >> 8), (byte) length});
            out.writeBytes("FLIR\0\1".getBytes(StandardCharsets.US_ASCII));
            out.write(i);
            out.write(chunks - 1);
            out.writeBytes(part);
        }
        out.write(jpeg, at, jpeg.length - at);
        return out.toByteArray();
    }

    /// The file of records: header and directory with the upper byte first, as in the cameras' JPEG files.
    private static byte[] records(int width, short[] numbers, Camera camera, Layout layout)
            throws IOException {
        byte[] raw = raw(width, numbers, layout);
        int infoAt = HEADER + ENTRIES * ENTRY;
        int rawAt = infoAt + CAMERA_INFO;
        ByteBuffer out = ByteBuffer.allocate(rawAt + raw.length);
        out.put("FFF\0".getBytes(StandardCharsets.US_ASCII));
        out.putInt(0x14, 101).putInt(0x18, HEADER).putInt(0x1C, ENTRIES).putInt(0x20, 3);
        entry(out, 0, 0x20, 1, infoAt, CAMERA_INFO);
        entry(out, 1, 1, layout.png ? 3 : layout.swapped ? 2 : 1, rawAt, raw.length);
        out.put(infoAt, info(camera, width, numbers.length / width, layout.records));
        out.put(rawAt, raw);
        return out.array();
    }

    private static void entry(ByteBuffer out, int i, int kind, int subKind, int at, int length) {
        int entry = HEADER + i * ENTRY;
        out.putShort(entry, (short) kind).putShort(entry + 2, (short) subKind);
        out.putInt(entry + 4, 100).putInt(entry + 8, 1);
        out.putInt(entry + 0x0C, at).putInt(entry + 0x10, length);
    }

    private static byte[] info(Camera camera, int width, int height, ByteOrder order) {
        Sensor sensor = camera.sensor;
        ByteBuffer out = ByteBuffer.allocate(CAMERA_INFO).order(order);
        out.putShort(0, (short) 2).putShort(2, (short) width).putShort(4, (short) height);
        out.putFloat(0x20, (float) camera.emissivity).putFloat(0x24, (float) camera.distance);
        out.putFloat(0x28, kelvin(camera.reflected)).putFloat(0x2C, kelvin(camera.air));
        out.putFloat(0x30, kelvin(camera.window));
        out.putFloat(0x34, (float) camera.windowTransmission);
        out.putFloat(0x3C, (float) camera.humidity);
        out.putFloat(0x58, (float) sensor.r1).putFloat(0x5C, (float) sensor.b);
        out.putFloat(0x60, (float) sensor.f);
        out.putFloat(0x70, 0.006569f).putFloat(0x74, 0.01262f);
        out.putFloat(0x78, -0.002276f).putFloat(0x7C, -0.00667f).putFloat(0x80, 1.9f);
        out.putFloat(0x1B4, (float) camera.fieldOfView);
        out.putInt(0x308, sensor.o).putFloat(0x30C, (float) sensor.r2);
        return out.array();
    }

    private static float kelvin(double celsius) {
        return (float) (celsius + 273.15);
    }

    private static byte[] raw(int width, short[] numbers, Layout layout) throws IOException {
        ByteOrder order =
                layout.png
                        ? layout.records
                        : layout.swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        byte[] image = layout.png ? png(width, numbers, layout.swapped) : plain(numbers, order);
        ByteBuffer out = ByteBuffer.allocate(IMAGE_AT + image.length).order(order);
        out.putShort(0, (short) 2).putShort(2, (short) width);
        out.putShort(4, (short) (numbers.length / width));
        out.put(IMAGE_AT, image);
        return out.array();
    }

    private static byte[] plain(short[] numbers, ByteOrder order) {
        ByteBuffer out = ByteBuffer.allocate(2 * numbers.length).order(order);
        out.asShortBuffer().put(numbers);
        return out.array();
    }

    private static byte[] png(int width, short[] numbers, boolean swapped) throws IOException {
        var image =
                new BufferedImage(width, numbers.length / width, BufferedImage.TYPE_USHORT_GRAY);
        short[] stored = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < numbers.length; i++) {
            stored[i] = swapped ? Short.reverseBytes(numbers[i]) : numbers[i];
        }
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
