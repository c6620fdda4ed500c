package org.nadir.server.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A GeoPackage (OGC 12-128r18, version 1.3) with one table of lines.
final class GeoPackageContours implements ContourWriter {

    private static final String SCHEMA =
            """
            PRAGMA application_id = 1196444487;
            PRAGMA user_version = 10300;
            CREATE TABLE gpkg_spatial_ref_sys (
                srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
                organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
            CREATE TABLE gpkg_contents (
                table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
                description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE,
                max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys (srs_id));
            CREATE TABLE gpkg_geometry_columns (
                table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents (table_name),
                column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
                srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys (srs_id),
                z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
            CREATE TABLE contour (
                fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom LINESTRING, ID INTEGER, level REAL);
            INSERT INTO gpkg_spatial_ref_sys VALUES
                ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', ''),
                ('Undefined geographic', 0, 'NONE', 0, 'undefined', ''),
                ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]', '');
            """;

    private final Connection connection;
    private final PreparedStatement insert;
    private final int epsg;
    private final double[] box = {
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private int count;

    GeoPackageContours(Path file, int epsg) throws IOException {
        this.epsg = epsg;
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA.split(";\n")) {
                statement.execute(sql);
            }
            connection.setAutoCommit(false);
            insert =
                    connection.prepareStatement(
                            "INSERT INTO contour (geom, ID, level) VALUES (?, ?, ?)");
        } catch (SQLException failure) {
            close();
            throw new IOException(failure);
        }
    }

    @Override
    public void add(double height, double[] line) throws IOException {
        try {
            insert.setBytes(1, geometry(line));
            insert.setInt(2, count++);
            insert.setDouble(3, GeoJsonContours.rounded(height));
            insert.executeUpdate();
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }

    /// The header of a GeoPackage with the line's box, then well-known binary.
    private byte[] geometry(double[] line) {
        double[] own = {line[0], line[1], line[0], line[1]};
        for (int i = 2; i < line.length; i++) {
            own[i % 2] = Math.min(own[i % 2], line[i]);
            own[i % 2 + 2] = Math.max(own[i % 2 + 2], line[i]);
        }
        for (int i = 0; i < 2; i++) {
            box[i] = Math.min(box[i], own[i]);
            box[i + 2] = Math.max(box[i + 2], own[i + 2]);
        }
        var blob = ByteBuffer.allocate(8 + 32 + 9 + 8 * line.length).order(ByteOrder.LITTLE_ENDIAN);
        blob.put((byte) 'G').put((byte) 'P').put((byte) 0).put((byte) 3).putInt(epsg);
        blob.putDouble(own[0]).putDouble(own[2]).putDouble(own[1]).putDouble(own[3]);
        blob.put((byte) 1).putInt(2).putInt(line.length / 2);
        for (double coordinate : line) {
            blob.putDouble(coordinate);
        }
        return blob.array();
    }

    @Override
    public void finish() throws IOException {
        try {
            describe();
            connection.commit();
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }

    private void describe() throws SQLException {
        try (PreparedStatement system =
                        connection.prepareStatement(
                                "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, '')");
                PreparedStatement contents =
                        connection.prepareStatement(
                                "INSERT INTO gpkg_contents VALUES ('contour', 'features', 'contour', '', ?, ?, ?, ?, ?, ?)");
                PreparedStatement column =
                        connection.prepareStatement(
                                "INSERT INTO gpkg_geometry_columns VALUES ('contour', 'geom', 'LINESTRING', ?, 0, 0)")) {
            system.setString(1, "EPSG:" + epsg);
            system.setInt(2, epsg);
            system.setInt(3, epsg);
            system.setString(4, Wkt.of(epsg).orElse("undefined"));
            system.executeUpdate();
            contents.setString(1, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            for (int i = 0; i < 4; i++) {
                contents.setObject(2 + i, count == 0 ? null : Double.valueOf(box[i]));
            }
            contents.setInt(6, epsg);
            contents.executeUpdate();
            column.setInt(1, epsg);
            column.executeUpdate();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }
}
