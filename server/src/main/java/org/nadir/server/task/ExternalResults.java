package org.nadir.server.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.server.http.Chunks;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Upload;
import org.nadir.server.storage.MediaStore;

/// Results of other programs on their way in, one by one: each area has a UUID, belongs to one user and project, and holds the
/// files where they will be among the results.
final class ExternalResults {

    /// Where the files are in an area.
    static final String FILES = "files";

    private static final String PREFIX = "external-";

    /// What can be brought.
    private enum Kind {
        ORTHOPHOTO("orthophoto", "tiff?", "odm_orthophoto/odm_orthophoto.tif"),
        DSM("dsm", "tiff?", "odm_dem/dsm.tif"),
        DTM("dtm", "tiff?", "odm_dem/dtm.tif"),
        LAZ("pointcloud", "laz", "odm_georeferencing/odm_georeferenced_model.laz"),
        LAS("pointcloud", "las", "odm_georeferencing/odm_georeferenced_model.las"),
        MODEL("texturedmodel", "glb", "odm_texturing/odm_textured_model_geo.glb");

        private final String part;
        private final String endings;
        private final String path;

        Kind(String part, String endings, String path) {
            this.part = part;
            this.endings = endings;
            this.path = path;
        }

        static Kind of(String part, String fileName) {
            boolean known = false;
            String name = fileName.toLowerCase(Locale.ROOT);
            for (Kind kind : values()) {
                if (kind.part.equals(part)) {
                    known = true;
                    if (name.matches(".*\\.(" + kind.endings + ")")) {
                        return kind;
                    }
                }
            }
            throw Problem.rule(
                    known
                            ? "Invalid file type for " + part + ": " + fileName
                            : "Invalid asset: " + part);
        }
    }

    private final MediaStore store;
    private final Chunks chunks;

    ExternalResults(MediaStore store, Chunks chunks) {
        this.store = store;
        this.chunks = chunks;
    }

    /// @param scope whose area it is, safe as part of a file name
    String begin(String scope) throws IOException {
        String uuid = UUID.randomUUID().toString();
        Files.createDirectories(area(scope, uuid).resolve(FILES));
        return uuid;
    }

    private Path area(String scope, String uuid) {
        return store.staging().resolve(PREFIX + scope + "-" + uuid);
    }

    /// @throws Problem when there is no such area of this scope
    Path find(String scope, @Nullable String uuid) {
        String wanted = uuid == null ? "" : uuid.strip().toLowerCase(Locale.ROOT);
        if (wanted.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            Path area = area(scope, wanted);
            if (Files.isDirectory(area.resolve(FILES))) {
                return area;
            }
        }
        throw Problem.rule("Invalid uuid");
    }

    /// @return the kind that is now complete; null after a chunk that is not the last
    @Nullable String add(String scope, Upload upload) throws IOException {
        Path area = find(scope, upload.fields().text("uuid"));
        if (upload.files().size() != 1) {
            throw Problem.rule("Exactly one file is needed");
        }
        Upload.UploadedFile part = upload.files().getFirst();
        Kind kind = Kind.of(part.partName(), part.name());
        try (Chunks.Complete complete = chunks.take(upload, area.getFileName().toString())) {
            if (complete.files().isEmpty()) {
                touch(area);
                return null;
            }
            put(complete.files().getFirst().path(), kind, area.resolve(FILES));
        }
        touch(area);
        return kind.part;
    }

    private static void put(Path file, Kind kind, Path files) throws IOException {
        for (Kind other : Kind.values()) {
            if (other.part.equals(kind.part)) {
                Files.deleteIfExists(files.resolve(other.path));
            }
        }
        Path target = files.resolve(kind.path);
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Areas that nobody has touched for a day are removed.
    private static void touch(Path area) throws IOException {
        Files.setLastModifiedTime(
                area, java.nio.file.attribute.FileTime.from(java.time.Instant.now()));
    }

    /// @throws Problem when a file is not what its kind asks for, or when there is none
    static void check(Path files) throws IOException {
        boolean any = false;
        for (Kind kind : Kind.values()) {
            Path file = files.resolve(kind.path);
            if (Files.isRegularFile(file)) {
                any = true;
                check(kind, file);
            }
        }
        if (!any) {
            throw Problem.rule("No assets were uploaded");
        }
    }

    private static void check(Kind kind, Path file) throws IOException {
        switch (kind) {
            case ORTHOPHOTO -> checkRaster(kind, file, Integer.MAX_VALUE);
            case DSM, DTM -> checkRaster(kind, file, 2);
            case LAZ, LAS -> checkStart(kind, file, "LASF");
            case MODEL -> checkStart(kind, file, "glTF");
        }
    }

    private static void checkRaster(Kind kind, Path file, int mostBands) throws IOException {
        Raster raster = read(kind, file);
        if (!raster.hasCrs()) {
            throw Problem.rule("Invalid " + kind.part + ": it has no coordinate system");
        }
        if (raster.bands() > mostBands) {
            throw Problem.rule(
                    "Invalid "
                            + kind.part
                            + ": it has "
                            + raster.bands()
                            + " bands, "
                            + mostBands
                            + " at most are expected");
        }
    }

    private record Raster(boolean hasCrs, int bands) {}

    private static Raster read(Kind kind, Path file) {
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            return new Raster(reader.hasCrs(), reader.bands());
        } catch (IOException | RuntimeException unreadable) {
            throw Problem.rule("Invalid " + kind.part + ": it cannot be read: " + why(unreadable));
        }
    }

    /// Without the place of the file on this server.
    private static String why(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        int colon = message.lastIndexOf(": ");
        return colon < 0 ? message : message.substring(colon + 2);
    }

    private static void checkStart(Kind kind, Path file, String start) throws IOException {
        try (var in = Files.newInputStream(file)) {
            String found = new String(in.readNBytes(start.length()), StandardCharsets.ISO_8859_1);
            if (!found.equals(start)) {
                throw Problem.rule("Invalid " + kind.part + ": it does not begin as such a file");
            }
        }
    }
}
