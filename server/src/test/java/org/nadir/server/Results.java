package org.nadir.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;

/// A small set of results as a node delivers it: real GeoTIFFs of 64 by 48 pixels near Brighton Beach (UTM 15N), the rest short
/// texts.
final class Results {

    static final int EPSG = 32615;
    static final RasterLayout LAYOUT = RasterLayout.of(576_000, 5_188_064, 1, 64, 48);

    private Results() {}

    static Map<String, byte[]> files(Path scratch) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put("odm_orthophoto/odm_orthophoto.tif", orthophoto(scratch));
        files.put("odm_orthophoto/odm_orthophoto.png", text("png"));
        files.put("odm_dem/dsm.tif", elevation(scratch, 180));
        files.put("odm_dem/dtm.tif", elevation(scratch, 178));
        files.put("odm_georeferencing/odm_georeferenced_model.laz", text("laz"));
        files.put("odm_georeferencing/odm_georeferenced_model.las", text("las points"));
        files.put("odm_georeferencing/odm_georeferenced_model.ply", text("ply points"));
        files.put("odm_georeferencing/odm_georeferenced_model.csv", text("X,Y,Z\n1,2,3\n"));
        files.put("odm_texturing/odm_textured_model_geo.obj", text("v 0 0 0\n"));
        files.put("odm_texturing/odm_textured_model_geo.mtl", text("newmtl a\n"));
        files.put("odm_texturing/odm_textured_model_geo.glb", text("glTF"));
        files.put("odm_report/stats.json", text(STATS));
        files.put("odm_report/report.pdf", text("%PDF-1.4"));
        files.put(
                "odm_report/shots.geojson",
                text("{\"type\":\"FeatureCollection\",\"features\":[]}"));
        files.put("cameras.json", text("{}"));
        files.put("entwine_pointcloud/ept.json", text("{\"points\": 3}"));
        return files;
    }

    private static final String STATS =
            """
            {"processing_statistics": {"area": 1234.5, "start_date": "21/06/2016 at 10:00:00",
              "end_date": "21/06/2016 at 10:05:00"},
             "reconstruction_statistics": {"has_gps": true, "has_gcp": false, "reconstructed_points_count": 7},
             "odm_processing_statistics": {"average_gsd": 4.2},
             "point_cloud_statistics": {"dense": true, "stats": {"statistic": [{"count": 4711}]}}}
            """;

    static byte[] zip(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] orthophoto(Path scratch) {
        var pixels = new byte[LAYOUT.width() * LAYOUT.height() * 4];
        for (int i = 0; i < LAYOUT.width() * LAYOUT.height(); i++) {
            pixels[4 * i] = (byte) 200;
            pixels[4 * i + 1] = (byte) (i % 256);
            pixels[4 * i + 2] = 50;
            pixels[4 * i + 3] = (byte) 255;
        }
        return write(
                scratch,
                GeoTiffOptions.rgba(EPSG),
                writer -> writer.writeRows(pixels, LAYOUT.height()));
    }

    private static byte[] elevation(Path scratch, float base) {
        var heights = new float[LAYOUT.width() * LAYOUT.height()];
        for (int i = 0; i < heights.length; i++) {
            heights[i] = base + i % LAYOUT.width() * 0.1f;
        }
        return write(
                scratch,
                GeoTiffOptions.elevation(EPSG),
                writer -> writer.writeRows(heights, LAYOUT.height()));
    }

    private interface Rows {
        void write(GeoTiffWriter writer) throws IOException;
    }

    private static byte[] write(Path scratch, GeoTiffOptions options, Rows rows) {
        try {
            Path file = Files.createTempFile(scratch, "raster", ".tif");
            try (var writer = GeoTiffWriter.create(file, LAYOUT, options, ParallelLoop.serial())) {
                rows.write(writer);
                writer.finish();
            }
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
