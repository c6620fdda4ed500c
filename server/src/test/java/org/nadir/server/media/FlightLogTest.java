package org.nadir.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The ways in which drones have written their place over the years.
class FlightLogTest {

    private static FlightLog.@Nullable Fix fix(String text) {
        return FlightLog.fix(1.5, text.toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[latitude: 45.25] [longitude: -9.5] [rel_alt: 1.200 abs_alt: 131.25]|-9.5|45.25|131.25",
                "[latitude : 45.25] [longtitude : -9.5] [altitude: 12.5]|-9.5|45.25|12.5",
                "[latitude: 45.25] [longitude: -9.5] [rel_alt: 3.5]|-9.5|45.25|3.5",
                "HOME(149.0251,-20.2532) GPS(149.0250,-20.2533,16) BAROMETER:1.9|149.0250|-20.2533|16",
                "F/2.8, SS 206.14, ISO 150, EV 0, GPS (-122.3699, 37.5929, 15), D 2.18m, H 4.10m, H.S 0.00m/s, V.S 0.00m/s|-122.3699|37.5929|4.10",
                "GPS(W: 96.62, N: 30.61, 30.5m)|-96.62|30.61|30.5",
                "GPS(45.25N, 9.5E, 7)|9.5|45.25|7",
                "GPS(9.5,45.25)|9.5|45.25|"
            })
    void readsPlaces(String text, double longitude, double latitude, @Nullable Double altitude) {
        assertThat(fix(text)).isEqualTo(new FlightLog.Fix(1.5, longitude, latitude, altitude));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "GPS(0.0,0.0,0)",
                "[latitude: 0.0] [longitude: 0.000]",
                "[latitude: 95] [longitude: 10]",
                "GPS(x,y,z)",
                "GPS(9.5"
            })
    void tellsNothingWhereThereIsNoFix(String text) {
        assertThat(fix(text)).isNull();
    }

    @Test
    void readsBinaryRubbishToItsEnd(@TempDir Path folder) throws IOException {
        var bytes = new byte[3 << 20];
        new java.util.Random(5).nextBytes(bytes);
        Path file = Files.write(folder.resolve("x.srt"), bytes);
        assertThat(FlightLog.every(file, 1)).isEmpty();
        java.util.Arrays.fill(bytes, (byte) '[');
        Files.write(file, bytes);
        assertThat(FlightLog.every(file, 1)).isEmpty();
    }

    /// Windows line ends, hours, several lines per record, records without a fix.
    @Test
    void followsTheRecords(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("x.srt"),
                        "1\r\n01:00:00,500 --> 01:00:01,000\r\nGPS(9,45,1)\r\nISO 100\r\n\r\n"
                                + "2\r\n01:00:01,500 --> 01:00:02,000\r\nno fix\r\n\r\n"
                                + "3\r\n01:00:02,500 --> 01:00:03,000\r\n[latitude: 45.5]\r\n[longitude: 9.5]\r\n");
        assertThat(FlightLog.every(file, 1))
                .containsExactly(
                        new FlightLog.Fix(3600.5, 9, 45, 1.0),
                        new FlightLog.Fix(3602.5, 9.5, 45.5, null));
        assertThat(FlightLog.first(file)).contains(new FlightLog.Fix(3600.5, 9, 45, 1.0));
    }
}
