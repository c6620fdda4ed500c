package org.nadir.geo.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.vector.VectorLayer.Area;
import org.nadir.geo.vector.VectorLayer.Column;
import org.nadir.geo.vector.VectorLayer.Feature;
import org.nadir.geo.vector.VectorLayer.Place;

/// Writes a layer as GeoPackage (OGC 12-128r18, version 1.3): an SQLite database with one feature table.
public final class GeoPackage {

    private static final int APPLICATION = 0x47504B47;
    private static final int VERSION = 10_300;
    private static final String CHANGED = "2000-01-01T00:00:00.000Z";

    private static final String SYSTEMS =
            """
            CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, \
            organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, \
            description TEXT)\
            """;

    private static final String CONTENTS =
            """
            CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, \
            identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT \
            (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, \
            srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES \
            gpkg_spatial_ref_sys(srs_id))\
            """;

    private static final String GEOMETRIES =
            """
            CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, \
            geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, \
            CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE \
            (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), \
            CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))\
            """;

    private final VectorLayer layer;

    private GeoPackage(VectorLayer layer) {
        this.layer = layer;
    }

    /// Replaces the file when all is ready. The same layer gives the same bytes.
    ///
    /// @throws IOException naming the file
    public static void write(Path target, VectorLayer layer) throws IOException {
        WholeFile.write(target, new GeoPackage(layer).bytes());
    }

    private byte[] bytes() throws IOException {
        var file = new SqliteFile(APPLICATION, VERSION);
        file.table("gpkg_spatial_ref_sys", SYSTEMS, systems());
        long id = layer.epsg();
        String name = layer.name();
        double[] box = layer.box();
        file.table(
                "gpkg_contents",
                CONTENTS,
                List.of(
                        row(
                                1,
                                name,
                                "features",
                                name,
                                "",
                                CHANGED,
                                box[0],
                                box[2],
                                box[1],
                                box[3],
                                id)));
        file.index("gpkg_contents", 1, List.of(List.of(name, 1L)));
        file.index("gpkg_contents", 2, List.of(List.of(name, 1L)));
        boolean places = isOfPlaces();
        file.table(
                "gpkg_geometry_columns",
                GEOMETRIES,
                List.of(
                        row(
                                1,
                                name,
                                "geom",
                                places ? "POINT" : "POLYGON",
                                id,
                                places ? 2L : 0L,
                                0L)));
        file.index("gpkg_geometry_columns", 1, List.of(List.of(name, "geom", 1L)));
        file.index("gpkg_geometry_columns", 2, List.of(List.of(name, 1L)));
        var sql =
                new StringBuilder(
                        "CREATE TABLE \"" + name + "\" (fid INTEGER PRIMARY KEY NOT NULL, geom ");
        sql.append(places ? "POINT" : "POLYGON");
        for (Column column : layer.columns()) {
            sql.append(", \"").append(column.name()).append("\" ");
            sql.append(column.number() ? "REAL" : "TEXT");
        }
        file.table(name, sql.append(')').toString(), features());
        return file.bytes();
    }

    private boolean isOfPlaces() {
        return layer.features().isEmpty() || layer.features().getFirst().shape() instanceof Place;
    }

    private List<SqliteFile.Row> systems() {
        var rows = new ArrayList<SqliteFile.Row>();
        rows.add(row(-1, "Undefined Cartesian", null, "NONE", -1L, "undefined", null));
        rows.add(row(0, "Undefined geographic", null, "NONE", 0L, "undefined", null));
        rows.add(row(4326, "WGS 84", null, "EPSG", 4326L, VectorLayer.WGS84_WKT, null));
        if (layer.epsg() != 4326) {
            long id = layer.epsg();
            rows.add(row(id, "EPSG:" + id, null, "EPSG", id, layer.wkt(), null));
        }
        return rows.stream().sorted((a, b) -> Long.compare(a.key(), b.key())).toList();
    }

    private List<SqliteFile.Row> features() {
        var rows = new ArrayList<SqliteFile.Row>();
        for (Feature feature : layer.features()) {
            var values = new ArrayList<@Nullable Object>();
            values.add(null);
            values.add(geometry(feature.shape()));
            for (int i = 0; i < layer.columns().size(); i++) {
                values.add(
                        feature.values().get(i) instanceof Double number
                                ? number
                                : feature.text(i));
            }
            rows.add(new SqliteFile.Row(rows.size() + 1L, values));
        }
        return rows;
    }

    private static SqliteFile.Row row(long key, @Nullable Object... values) {
        return new SqliteFile.Row(key, Arrays.asList(values));
    }

    /// The GeoPackage head without a box, then well-known binary, all little-endian.
    private byte[] geometry(VectorLayer.Shape shape) {
        return switch (shape) {
            case Place place -> {
                boolean flat = Double.isNaN(place.z());
                ByteBuffer bytes = head(flat ? 21 : 29).putInt(flat ? 1 : 1001);
                bytes.putDouble(place.x()).putDouble(place.y());
                yield (flat ? bytes : bytes.putDouble(place.z())).array();
            }
            case Area area -> {
                int size = 9;
                for (double[] ring : area.rings()) {
                    size += 4 + 8 * ring.length;
                }
                ByteBuffer bytes = head(size).putInt(3).putInt(area.rings().size());
                for (double[] ring : area.rings()) {
                    bytes.putInt(ring.length / 2);
                    for (double number : ring) {
                        bytes.putDouble(number);
                    }
                }
                yield bytes.array();
            }
        };
    }

    private ByteBuffer head(int wellKnown) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + wellKnown).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 'G').put((byte) 'P').put((byte) 0).put((byte) 1);
        return bytes.putInt(layer.epsg()).put((byte) 1);
    }
}
