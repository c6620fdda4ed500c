package org.nadir.engine.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.engine.work.Problem;

/// Files as people really write them.
class GroundControlFileTest {

    private static final PhotoNames PHOTOS =
            new PhotoNames(List.of("DJI_0001.JPG", "DJI_0002.JPG", "first flight 3.jpg"));
    private static final String HEADER = "WGS84 UTM 33N\n";
    private static final String GOOD = "400000 5300000 100 10.5 20 DJI_0001.JPG\n";

    @TempDir Path folder;

    private GroundControlFile read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private GroundControlFile read(byte[] bytes) throws IOException {
        Path file = folder.resolve("gcp_list.txt");
        Files.write(file, bytes);
        return GroundControlFile.read(file, PHOTOS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EPSG:32633",
                "epsg:32633",
                "WGS84 UTM 33N",
                "WGS84 UTM 33 N",
                "WGS 84 / UTM zone 33N",
                "+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs",
                "+proj=utm +zone=33 +ellps=WGS84 +datum=WGS84 +units=m +no_defs +type=crs",
                "EPSG:32633 # from the receiver",
                "\ufeffEPSG:32633",
                "# job 17\n\n   EPSG:32633\t",
            })
    void readsEveryFormOfTheHeader(String header) throws IOException {
        var file = read(header + "\n" + GOOD);
        assertThat(file.header().crs().epsg()).isEqualTo(32633);
        assertThat(file.header().heightUnitMetres()).isEqualTo(1);
        assertThat(file.points()).hasSize(1);
        assertThat(file.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EPSG:4326 | 1",
                "EPSG:2227 | 0.30480060960121924",
                "+proj=tmerc +lat_0=0 +lon_0=9 +units=ft +datum=WGS84 | 0.3048",
                "+proj=utm +zone=10 +datum=WGS84 +units=m +vunits=us-ft | 0.30480060960121924",
                "+proj=utm +zone=10 +datum=WGS84 +units=m +vto_meter=0.3048 | 0.3048",
                "+proj=longlat +datum=WGS84 +vunits=ft | 0.3048",
            })
    void heightsAreInTheUnitOfTheHeader(String header, double metres) throws IOException {
        assertThat(read(header + "\n-121 38 100 1 2 DJI_0001.JPG").header().heightUnitMetres())
                .isCloseTo(metres, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400000 5300000 100 10.5 20 DJI_0001.JPG gcp01",
                "400000\t5300000\t100\t10.5\t20\tDJI_0001.JPG\tgcp01",
                "  400000   5300000 \t 100 10.5 20   DJI_0001.JPG  gcp01 some more 12 ",
                "4e5 +5300000. 1.0E2 10.5 20. DJI_0001.JPG gcp01",
                "400000\u00a05300000 100 10.5 20 DJI_0001.JPG gcp01\r",
                "400000 5300000 100 10.5 20 dji_0001.jpg gcp01",
            })
    void readsALineInEveryDress(String line) throws IOException {
        var file = read(HEADER + line);
        assertThat(file.warnings()).isEmpty();
        assertThat(file.points())
                .containsExactly(
                        new SurveyPoint(
                                "gcp01",
                                false,
                                400000,
                                5300000,
                                100,
                                List.of(new SurveyPoint.Mark(2, "DJI_0001.JPG", 10.5, 20))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400000 5300000 100 10 20 | has 5 columns of at least 6",
                "400000 5300000 100 10 20 DJI_0009.JPG g | there is no photo DJI_0009.JPG",
                "400000 5300000 100 10 20 DJI_0001 | there is no photo DJI_0001",
                "400000,5 5300000 100 10 20 DJI_0001.JPG | \"400000,5\" is not a number (decimals need a point",
                "400000;5300000;100;10;20;DJI_0001.JPG | has 1 columns",
                "east north 100 10 20 DJI_0001.JPG | \"east\" is not a number",
                "NaN 5300000 100 10 20 DJI_0001.JPG | \"NaN\" is not a number",
                "400000 5300000 Infinity 10 20 DJI_0001.JPG | \"Infinity\" is not a number",
                "400000 5300000 100 NaN 20 DJI_0001.JPG | \"NaN\" is not a number",
                "400000 5300000 100 0x1p3 20 DJI_0001.JPG | \"0x1p3\" is not a number",
                "400000 5300000 100 10 20 first flight | there is no photo first",
            })
    void aWrongLineIsNamedAndSkipped(String line, String why) throws IOException {
        var file = read(HEADER + "# a comment\n" + line + "\n" + GOOD);
        assertThat(file.points()).hasSize(1);
        assertThat(file.warnings()).singleElement().asString().startsWith("gcp_list.txt, line 3: ");
        assertThat(file.warnings().getFirst()).contains(why).endsWith("The line is skipped.");
    }

    @Test
    void linesWithTheSameCoordinatesAreMarksOfOnePoint() throws IOException {
        var file =
                read(
                        HEADER
                                + """
                                400000.00 5300000 100 10 20 DJI_0001.JPG a
                                400050 5300000 100 11 21 DJI_0001.JPG
                                400000 5300000.0 100.0 12 22 DJI_0002.JPG a
                                400000 5300000 100 13 23 first flight 3.jpg a
                                400000 5300000 100 14 24 DJI_0002.JPG a
                                400000 5300000 NaN 15 25 DJI_0001.JPG a
                                """);
        assertThat(file.points())
                .extracting(SurveyPoint::name)
                .containsExactly("a", "point 2", "a (2)");
        assertThat(file.points())
                .extracting(SurveyPoint::hasHeight)
                .containsExactly(true, true, false);
        assertThat(file.points().getFirst().marks())
                .extracting(SurveyPoint.Mark::photo)
                .containsExactly("DJI_0001.JPG", "DJI_0002.JPG", "first flight 3.jpg");
        assertThat(file.warnings())
                .containsExactly(
                        "gcp_list.txt, line 6: the same point is already marked in DJI_0002.JPG, on line"
                                + " 4. The line is skipped.",
                        "gcp_list.txt, line 7: a has other coordinates than on line 2; it is taken as"
                                + " another point.");
    }

    @ParameterizedTest
    @CsvSource({
        "CHK-1, true",
        "chk-1, true",
        "gcp1 check, true",
        "gcp1 0.01 CheckPoint, true",
        "gcp1 check-point, true",
        "gcp1, false",
        "check, false",
        "checkpoint, false",
        "gcp1 checked, false",
    })
    void knowsCheckPoints(String end, boolean check) throws IOException {
        var file = read(HEADER + "400000 5300000 100 10.5 20 DJI_0001.JPG " + end);
        assertThat(file.points().getFirst().check()).isEqualTo(check);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | gcp_list.txt is empty.",
                "# nothing | gcp_list.txt is empty.",
                "400000 5300000 100 10 20 DJI_0001.JPG | gcp_list.txt, line 1: Unknown coordinate system '400000",
                "EPSG:999999 | gcp_list.txt, line 1: Unknown coordinate system 'EPSG:999999'. Known forms",
                "WGS84 UTM 33N | gcp_list.txt has no usable line among 0. Each needs: x y z px py photo",
                "+proj=longlat +nadgrids=/etc/passwd | gcp_list.txt, line 1: Unknown coordinate system",
            })
    void aFileThatSaysNothingIsRefused(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith(message)
                .extracting(p -> ((Problem) p).code())
                .isEqualTo(Problem.Code.BAD_GCP);
    }

    @Test
    void aFileForOtherPhotosIsRefusedByName() {
        assertThatThrownBy(() -> read(HEADER + "1 2 3 4 5 IMG_1.JPG a\n1 2 3 4 5 IMG_2.JPG a"))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "gcp_list.txt names none of the photos (the first is IMG_1.JPG). Names must be"
                                + " those of the photo files.");
    }

    @Test
    void bytesThatAreNoTextDoNoHarm() throws IOException {
        byte[] good = (HEADER + GOOD).getBytes(StandardCharsets.UTF_8);
        var bytes = java.util.Arrays.copyOf(good, good.length + 300);
        for (int i = good.length; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(read(bytes).points()).hasSize(1);
    }

    @Test
    void findsTheFileInAnyCaseAndPrefersTheFirstFolder() throws IOException {
        Path second = Files.createDirectory(folder.resolve("images"));
        Path missing = folder.resolve("missing");
        Files.writeString(second.resolve("GCP_List.TXT"), HEADER);
        assertThat(SideFile.find("gcp_list.txt", List.of(missing, folder, second)))
                .contains(second.resolve("GCP_List.TXT"));
        Files.writeString(folder.resolve("gcp_list.txt"), HEADER);
        assertThat(SideFile.find("gcp_list.txt", List.of(missing, folder, second)))
                .contains(folder.resolve("gcp_list.txt"));
        assertThat(SideFile.find("geo.txt", List.of(folder, second))).isEmpty();
    }

    @Test
    void namesThatDifferInCaseAloneMustBeExact() throws IOException {
        var photos = new PhotoNames(List.of("a.jpg", "A.JPG"));
        assertThat(photos.find(List.of("A.JPG"), 0)).isNotNull();
        assertThat(photos.find(List.of("A.jpg"), 0)).isNull();
    }
}
