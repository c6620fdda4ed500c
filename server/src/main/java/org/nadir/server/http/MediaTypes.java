package org.nadir.server.http;

import java.util.Locale;
import java.util.Map;

/// Content types by file name ending.
public final class MediaTypes {

    private static final Map<String, String> BY_ENDING =
            Map.ofEntries(
                    Map.entry("tif", "image/tiff"),
                    Map.entry("tiff", "image/tiff"),
                    Map.entry("png", "image/png"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("ico", "image/x-icon"),
                    Map.entry("zip", "application/zip"),
                    Map.entry("las", "application/vnd.las"),
                    Map.entry("laz", "application/vnd.laszip"),
                    Map.entry("ply", "application/octet-stream"),
                    Map.entry("csv", "text/csv"),
                    Map.entry("txt", "text/plain; charset=utf-8"),
                    Map.entry("log", "text/plain; charset=utf-8"),
                    Map.entry("json", "application/json"),
                    Map.entry("map", "application/json"),
                    Map.entry("geojson", "application/geo+json"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("glb", "model/gltf-binary"),
                    Map.entry("obj", "model/obj"),
                    Map.entry("mtl", "model/mtl"),
                    Map.entry("kmz", "application/vnd.google-earth.kmz"),
                    Map.entry("kml", "application/vnd.google-earth.kml+xml"),
                    Map.entry("gpkg", "application/geopackage+sqlite3"),
                    Map.entry("mbtiles", "application/vnd.sqlite3"),
                    Map.entry("dxf", "image/vnd.dxf"),
                    Map.entry("xml", "application/xml"),
                    Map.entry("html", "text/html; charset=utf-8"),
                    Map.entry("css", "text/css; charset=utf-8"),
                    Map.entry("js", "text/javascript; charset=utf-8"),
                    Map.entry("mjs", "text/javascript; charset=utf-8"),
                    Map.entry("wasm", "application/wasm"),
                    Map.entry("woff2", "font/woff2"),
                    Map.entry("mp4", "video/mp4"),
                    Map.entry("mov", "video/quicktime"),
                    Map.entry("avi", "video/x-msvideo"),
                    Map.entry("mkv", "video/x-matroska"),
                    Map.entry("webm", "video/webm"),
                    Map.entry("srt", "application/x-subrip"),
                    Map.entry("webmanifest", "application/manifest+json"));

    private MediaTypes() {}

    /// The type for a file name; plain bytes when the ending says nothing.
    public static String of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String ending = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return BY_ENDING.getOrDefault(ending, "application/octet-stream");
    }
}
