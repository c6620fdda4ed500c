package org.nadir.geo.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.geo.UtmZone;
import org.nadir.geo.vector.VectorLayer.Area;
import org.nadir.geo.vector.VectorLayer.Column;
import org.nadir.geo.vector.VectorLayer.Feature;
import org.nadir.geo.vector.VectorLayer.Place;
import org.nadir.geo.vector.VectorLayer.Unknown;

/// GeoPackages read by SQLite itself, which checks its pages; Shapefile and GML by their bytes.
class VectorFilesTest {

    private static final List<Column> COLUMNS = List.of(Column.text("id"), Column.number("error"));

    @TempDir private Path folder;

    @Test
    void sqliteFindsAGeoPackageWholeAndReadsItsRows() throws Exception {
        Path file = folder.resolve("points.gpkg");
        GeoPackage.write(file, places(3));
        try (Connection database = open(file)) {
            assertThat(texts(database, "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(texts(database, "PRAGMA foreign_key_check")).isEmpty();
            assertThat(texts(database, "PRAGMA application_id")).containsExactly("1196444487");
            assertThat(texts(database, "SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY 1"))
                    .containsExactly("-1", "0", "4326", "32615");
            // By way of the indexes.
            assertThat(
                            texts(
                                    database,
                                    "SELECT min_x || ' ' || max_y FROM gpkg_contents WHERE"
                                            + " table_name = 'marks'"))
                    .containsExactly("577000.0 5188002.0");
            assertThat(
                            texts(
                                    database,
                                    "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE"
                                            + " table_name = 'marks' AND column_name = 'geom'"))
                    .containsExactly("POINT");
            assertThat(texts(database, "SELECT id FROM marks WHERE error IS NULL"))
                    .containsExactly("Ä & 0");
            assertThat(texts(database, "SELECT error FROM marks WHERE fid = 3"))
                    .containsExactly("0.2");
            byte[] geometry = blob(database, "SELECT geom FROM marks WHERE fid = 2");
            ByteBuffer bytes = ByteBuffer.wrap(geometry).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(new String(geometry, 0, 2, StandardCharsets.US_ASCII)).isEqualTo("GP");
            assertThat(bytes.getInt(4)).isEqualTo(32615);
            assertThat(bytes.getInt(9)).isEqualTo(1001);
            assertThat(bytes.getDouble(13)).isEqualTo(577_001);
            assertThat(bytes.getDouble(29)).isEqualTo(251);
        }
    }

    @Test
    void manyRowsStandInATreeOfPages() throws Exception {
        Path file = folder.resolve("many.gpkg");
        GeoPackage.write(file, places(40_000));
        try (Connection database = open(file)) {
            assertThat(texts(database, "PRAGMA integrity_check")).containsExactly("ok");
            assertThat(texts(database, "SELECT count(*) FROM marks")).containsExactly("40000");
            assertThat(texts(database, "SELECT id FROM marks WHERE fid = 31415"))
                    .containsExactly("Ä & 31414");
        }
    }

    @Test
    void longOutlinesGoThroughSeveralPages() throws Exception {
        for (int corners : new int[] {5, 252, 253, 254, 508, 509, 5000}) {
            double[] ring = new double[2 * corners];
            for (int i = 0; i < corners; i++) {
                ring[2 * i] = Math.cos(2 * Math.PI * i / (corners - 1));
                ring[2 * i + 1] = Math.sin(2 * Math.PI * i / (corners - 1));
            }
            var layer =
                    new VectorLayer(
                            "cutline",
                            32615,
                            new UtmZone(15, true).wkt(),
                            List.of(),
                            List.of(new Feature(new Area(List.of(ring)), List.of())));
            Path file = folder.resolve("area.gpkg");
            GeoPackage.write(file, layer);
            try (Connection database = open(file)) {
                assertThat(texts(database, "PRAGMA integrity_check")).containsExactly("ok");
                byte[] geometry = blob(database, "SELECT geom FROM cutline");
                assertThat(geometry).hasSize(8 + 9 + 4 + 16 * corners);
                assertThat(
                                ByteBuffer.wrap(geometry)
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .getDouble(geometry.length - 16))
                        .isEqualTo(ring[2 * corners - 2]);
            }
        }
    }

    @Test
    void shapefilesHaveTheirPlacesWhereTheWhitePaperPutsThem() throws IOException {
        Path file = folder.resolve("marks.zip");
        Shapefile.writeZip(file, places(3));
        try (var zip = new ZipFile(file.toFile())) {
            ByteBuffer shapes = ByteBuffer.wrap(content(zip, "marks.shp"));
            assertThat(shapes.getInt(0)).isEqualTo(9994);
            assertThat(2 * shapes.getInt(24)).isEqualTo(shapes.capacity());
            assertThat(shapes.getInt(100 + 44)).isEqualTo(2);
            shapes.order(ByteOrder.LITTLE_ENDIAN);
            assertThat(shapes.getDouble(36)).isEqualTo(577_000);
            assertThat(shapes.getDouble(76)).isEqualTo(252);
            assertThat(shapes.getInt(100 + 44 + 8)).isEqualTo(11);
            assertThat(shapes.getDouble(100 + 44 + 12)).isEqualTo(577_001);
            ByteBuffer offsets = ByteBuffer.wrap(content(zip, "marks.shx"));
            assertThat(2 * offsets.getInt(108)).isEqualTo(144);
            ByteBuffer table =
                    ByteBuffer.wrap(content(zip, "marks.dbf")).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(table.getInt(4)).isEqualTo(3);
            int at = table.getShort(8) + table.getShort(10);
            String second =
                    new String(table.array(), at, table.getShort(10), StandardCharsets.UTF_8);
            assertThat(second).startsWith(" Ä & 1 ").endsWith("  0.100000");
            assertThat(new String(content(zip, "marks.prj"), StandardCharsets.US_ASCII))
                    .startsWith("PROJCS[");
        }
    }

    @Test
    void gmlNamesPlacesAndEscapesTexts() throws IOException {
        Path file = folder.resolve("marks.gml");
        Gml.write(file, places(2));
        assertThat(Files.readString(file))
                .contains("<gml:coordinates>577001.0,5188001.0,251.0</gml:coordinates>")
                .contains("srsName=\"EPSG:32615\"")
                .contains("<ogr:id>Ä &amp; 1</ogr:id>")
                .containsOnlyOnce("<ogr:error>");
    }

    private static VectorLayer places(int count) {
        var features = new ArrayList<Feature>();
        for (int i = 0; i < count; i++) {
            Object error = Unknown.unlessFinite(i == 0 ? Double.NaN : i / 10.0);
            features.add(
                    new Feature(
                            new Place(577_000 + i, 5_188_000 + i, 250 + i),
                            List.of("Ä & " + i, error)));
        }
        return new VectorLayer("marks", 32615, new UtmZone(15, true).wkt(), COLUMNS, features);
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static List<String> texts(Connection database, String query) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static byte[] blob(Connection database, String query) throws SQLException {
        try (var statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getBytes(1);
        }
    }

    private static byte[] content(ZipFile zip, String name) throws IOException {
        try (var in = zip.getInputStream(zip.getEntry(name))) {
            return in.readAllBytes();
        }
    }
}
