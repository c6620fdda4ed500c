package org.nadir.server.media;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The flight that drones write into the subtitles of their videos (SubRip). Three ways of saying a place are understood:
/// `[latitude: 45.1] [longitude: 9.2] [rel_alt: 1.2 abs_alt: 130.1]`; `GPS(9.2,45.1,130.1)`; and
/// `GPS (9.2, 45.1, 15), D 2.1m, H 4.1m`, where the third number counts satellites and H is the height. Letters of the
/// hemisphere, as in `GPS(W: 9.2, N: 45.1, 30m)`, are heeded.
final class FlightLog {

    /// @param seconds since the video's begin
    /// @param altitude metres: above sea level where the log says so, else above the start
    record Fix(double seconds, double longitude, double latitude, @Nullable Double altitude) {}

    private static final long MOST_BYTES = 256L << 20;
    private static final int LONGEST_LINE = 16_384;
    private static final int MOST_FIXES = 1_000_000;

    private static final String NUMBER = "([+-]?\\d{1,9}(?:\\.\\d{1,15})?)";
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,4}):(\\d\\d):(\\d\\d)[,.](\\d{1,3})\\d* *-->.*");
    private static final Pattern LATITUDE = Pattern.compile("latitude *[:=] *" + NUMBER);
    private static final Pattern LONGITUDE = Pattern.compile("long?t?itude *[:=] *" + NUMBER);
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?:abs_alt|\\baltitude) *[:=] *" + NUMBER);
    private static final Pattern RELATIVE = Pattern.compile("rel_alt *[:=] *" + NUMBER);
    private static final Pattern HEIGHT = Pattern.compile("\\bh *:? *" + NUMBER + " *m\\b(?!/)");
    private static final Pattern TUPLE =
            Pattern.compile(
                    "gps *:? *\\( *([nsew]?) *:? *"
                            + NUMBER
                            + " *°? *([nsew]?) *, *([nsew]?) *:? *"
                            + NUMBER
                            + " *°? *([nsew]?) *(?:, *"
                            + NUMBER
                            + " *m? *)?\\)");

    private FlightLog() {}

    /// The first place in the file.
    static Optional<Fix> first(Path file) throws IOException {
        return read(file, Double.POSITIVE_INFINITY, 1).stream().findFirst();
    }

    /// The places in the file, not closer together than so many seconds; the last one always.
    static List<Fix> every(Path file, double seconds) throws IOException {
        return read(file, seconds, MOST_FIXES);
    }

    private static List<Fix> read(Path file, double seconds, int most) throws IOException {
        var kept = new ArrayList<Fix>();
        Fix last = null;
        double time = 0;
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                new Limited(Files.newInputStream(file)),
                                StandardCharsets.ISO_8859_1))) {
            String block = "";
            for (String line = line(lines); line != null; line = line(lines)) {
                Matcher begin = TIME.matcher(line.strip());
                if (begin.matches()) {
                    time = seconds(begin);
                    block = "";
                    continue;
                }
                block = block.length() > LONGEST_LINE ? "" : block + " " + line;
                Fix fix = fix(time, block.toLowerCase(Locale.ROOT));
                if (fix == null || (last != null && fix.seconds() == last.seconds())) {
                    continue;
                }
                last = fix;
                // Times are written in milliseconds: a hair's breadth less is still enough.
                boolean due =
                        kept.isEmpty()
                                || fix.seconds() >= kept.getLast().seconds() + seconds - 0.0005;
                if (due && kept.size() < most) {
                    kept.add(fix);
                }
                if (most == 1) {
                    return kept;
                }
            }
        }
        if (last != null && !last.equals(kept.getLast()) && kept.size() < most) {
            kept.add(last);
        }
        return kept;
    }

    /// A line, or the part of an overlong one that fits.
    private static @Nullable String line(BufferedReader reader) throws IOException {
        var line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() < LONGEST_LINE) {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static double seconds(Matcher time) {
        String fraction = (time.group(4) + "00").substring(0, 3);
        return Integer.parseInt(time.group(1)) * 3600.0
                + Integer.parseInt(time.group(2)) * 60
                + Integer.parseInt(time.group(3))
                + Integer.parseInt(fraction) / 1000.0;
    }

    /// @param text one subtitle in lower case
    static @Nullable Fix fix(double time, String text) {
        Double latitude = number(LATITUDE, text);
        Double longitude = number(LONGITUDE, text);
        if (latitude != null && longitude != null) {
            Double absolute = number(ABSOLUTE, text);
            return checked(
                    time,
                    longitude,
                    latitude,
                    absolute == null ? number(RELATIVE, text) : absolute);
        }
        Matcher tuple = TUPLE.matcher(text);
        return tuple.find() ? tuple(time, tuple, number(HEIGHT, text)) : null;
    }

    private static @Nullable Fix tuple(double time, Matcher tuple, @Nullable Double height) {
        String one = tuple.group(1) + tuple.group(3);
        String two = tuple.group(4) + tuple.group(6);
        double first = signed(tuple.group(2), one);
        double second = signed(tuple.group(5), two);
        String third = tuple.group(7);
        Double altitude = height == null && third != null ? Double.valueOf(third) : height;
        boolean latitudeFirst = one.equals("n") || one.equals("s");
        return latitudeFirst
                ? checked(time, second, first, altitude)
                : checked(time, first, second, altitude);
    }

    private static double signed(String number, String hemisphere) {
        double value = Double.parseDouble(number);
        return hemisphere.equals("s") || hemisphere.equals("w") ? -Math.abs(value) : value;
    }

    private static @Nullable Double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Double.valueOf(matcher.group(1)) : null;
    }

    /// Nothing for 0, 0: a receiver without a fix.
    private static @Nullable Fix checked(
            double time, double longitude, double latitude, @Nullable Double altitude) {
        boolean onEarth = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
        boolean known = longitude != 0 || latitude != 0;
        return onEarth && known ? new Fix(time, longitude, latitude, altitude) : null;
    }

    /// Ends a file that is no subtitles by any measure.
    private static final class Limited extends FilterInputStream {
        private long left = MOST_BYTES;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? super.read() : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int n = super.read(to, offset, (int) Math.min(length, left));
            left -= Math.max(0, n);
            return n;
        }
    }
}
