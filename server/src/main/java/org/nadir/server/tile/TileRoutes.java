package org.nadir.server.tile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.nadir.geo.Bounds;
import org.nadir.geo.TileMatrix;
import org.nadir.geo.tiff.GeoTiffException;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;
import org.nadir.tiles.ColourRange;
import org.nadir.tiles.CutLine;
import org.nadir.tiles.LayerThumbnail;
import org.nadir.tiles.RasterLayer;
import org.nadir.tiles.TileFormat;
import org.nadir.tiles.TileRenderer;
import org.nadir.tiles.TileRequest;
import org.nadir.tiles.TileResult;
import org.nadir.tiles.TileStyle;
import org.nadir.tiles.UnplacedRasterException;

/// Tiles and what maps want to know about them, over HTTP.
public final class TileRoutes implements AutoCloseable {

    private static final int DOUBLE_TILE = 512;

    private final TaskAccess access;
    private final MediaStore store;
    private final LayerCache layers = new LayerCache();
    private final LayerMetadata metadata = new LayerMetadata();

    public TileRoutes(TaskAccess access, MediaStore store) {
        this.access = access;
        this.store = store;
    }

    public void addTo(RouteTable table) {
        String task = "/api/projects/{project}/tasks/{task}/";
        table.get(task + "thumbnail", access.viewOrPublic(), this::thumbnail)
                .get(task + "tiles.json", access.viewOrPublic(), this::tileJson)
                .get(task + "tiles/{z}/{x}/{y}", access.viewOrPublic(), this::tile)
                .get(task + "{layer}/tiles.json", access.viewOrPublic(), this::tileJson)
                .get(task + "{layer}/bounds", access.viewOrPublic(), this::bounds)
                .get(task + "{layer}/metadata", access.viewOrPublic(), this::describe)
                .get(task + "{layer}/tiles/{z}/{x}/{y}", access.viewOrPublic(), this::tile);
    }

    /// The layer that the path names; the short paths of old mean the orthophoto.
    private static LayerKind kind(Request request) {
        String name = request.context().pathParamMap().getOrDefault("layer", "orthophoto");
        return LayerKind.find(name).orElseThrow(Problem::notFound);
    }

    private LayerCache.Lease open(Task task, LayerKind kind) throws IOException {
        Path file = store.assets(task.projectId(), task.id()).resolve(kind.path());
        try {
            LayerCache.Lease lease = layers.open(file);
            if (lease == null) {
                throw Problem.notFound();
            }
            return lease;
        } catch (UnplacedRasterException unplaced) {
            throw Problem.notFound(String.valueOf(unplaced.getMessage()));
        } catch (GeoTiffException damaged) {
            // Results come from nodes and users.
            throw Problem.notFound("The raster cannot be read: " + damaged.getMessage());
        }
    }

    private void tileJson(Request request, TaskAccess.Admitted admitted) throws IOException {
        LayerKind kind = kind(request);
        try (LayerCache.Lease lease = open(admitted.task(), kind)) {
            RasterLayer layer = lease.layer();
            ObjectNode reply =
                    Json.object()
                            .put("tilejson", "2.1.0")
                            .put("name", admitted.task().name())
                            .put("version", "1.0.0")
                            .put("scheme", "xyz");
            reply.putArray("tiles").add(template(request, kind, ".png"));
            reply.put("minzoom", layer.minZoom()).put("maxzoom", layer.maxZoom());
            reply.set("bounds", numbers(layer.bounds()));
            request.reply(reply);
        }
    }

    static com.fasterxml.jackson.databind.node.ArrayNode numbers(Bounds bounds) {
        return Json.numbers(bounds.minX(), bounds.minY(), bounds.maxX(), bounds.maxY());
    }

    static String template(Request request, LayerKind kind, String ending) {
        return "/api/projects/"
                + request.path("project")
                + "/tasks/"
                + request.path("task")
                + "/"
                + kind.key()
                + "/tiles/{z}/{x}/{y}"
                + ending
                + StyleQuery.copied(request);
    }

    private void bounds(Request request, TaskAccess.Admitted admitted) throws IOException {
        LayerKind kind = kind(request);
        try (LayerCache.Lease lease = open(admitted.task(), kind)) {
            ObjectNode reply = Json.object().put("url", template(request, kind, ""));
            reply.set("bounds", numbers(lease.layer().bounds()));
            request.reply(reply);
        }
    }

    private void describe(Request request, TaskAccess.Admitted admitted) throws IOException {
        LayerKind kind = kind(request);
        try (LayerCache.Lease lease = open(admitted.task(), kind)) {
            request.reply(metadata.describe(request, admitted.task(), kind, lease));
        }
    }

    private void tile(Request request, TaskAccess.Admitted admitted) throws IOException {
        LayerKind kind = kind(request);
        TileAddress address = TileAddress.of(request);
        try (LayerCache.Lease lease = open(admitted.task(), kind)) {
            int size = size(request);
            TileMatrix.Tile tile = locate(request, address, lease.layer(), size);
            var wanted =
                    new TileRequest(
                            tile,
                            size * address.density(),
                            StyleQuery.style(request, kind, lease.layer()),
                            format(request, address.ending()),
                            CutLines.of(request, admitted.task()));
            String version =
                    lease.version()
                            + "-"
                            + wanted.format()
                            + CutLines.version(request, admitted.task());
            if (!isNew(request, version)) {
                return;
            }
            send(request, address, TileRenderer.render(lease.layer(), wanted));
        }
    }

    private static int size(Request request) {
        int size = request.queryInteger("size", TileMatrix.TILE_PIXELS);
        if (size != TileMatrix.TILE_PIXELS && size != DOUBLE_TILE) {
            throw Problem.rule("Invalid size parameter: " + size);
        }
        return size;
    }

    private static TileMatrix.Tile locate(
            Request request, TileAddress address, RasterLayer layer, int size) {
        String scheme = request.query("scheme");
        if (scheme != null && !scheme.equals("xyz") && !scheme.equals("tms")) {
            throw Problem.rule("Invalid scheme parameter: " + scheme);
        }
        Set<String> parameters = request.context().queryParamMap().keySet();
        boolean mayBeOld = parameters.isEmpty() || parameters.equals(Set.of("jwt"));
        int shift = size == DOUBLE_TILE ? 1 : 0;
        TileMatrix.Tile tile = address.tile(layer, shift, scheme, mayBeOld);
        if (!layer.touches(tile)) {
            throw Problem.notFound("Outside of bounds");
        }
        return tile;
    }

    private static TileFormat format(Request request, String ending) {
        return switch (ending) {
            case "png" -> TileFormat.PNG;
            case "webp" -> TileFormat.WEBP;
            case "jpg", "jpeg" -> TileFormat.JPEG;
            default -> {
                request.context().header("Vary", "Accept");
                yield acceptsWebp(request) ? TileFormat.SMALLEST_WEBP : TileFormat.SMALLEST;
            }
        };
    }

    private static boolean acceptsWebp(Request request) {
        String accept = request.context().header("Accept");
        return accept != null && accept.toLowerCase(Locale.ROOT).contains("image/webp");
    }

    /// Sets the tag of the tile, and answers 304 when the client has it already. With `cache`, whose value clients change when
    /// the picture may have changed, they need not even ask.
    private static boolean isNew(Request request, String version) {
        String tag = "\"" + version + "\"";
        request.context().header("ETag", tag);
        request.context()
                .header(
                        "Cache-Control",
                        request.query("cache") == null
                                ? "private, no-cache"
                                : "private, max-age=86400");
        if (tag.equals(request.context().header("If-None-Match"))) {
            request.context().status(304);
            return false;
        }
        return true;
    }

    private static void send(Request request, TileAddress address, TileResult result) {
        switch (result) {
            case TileResult.Outside() -> throw Problem.notFound("Outside of bounds");
            case TileResult.Rendered(byte[] bytes, String type) -> {
                // Clients of this API know JPEG tiles by this name.
                String shown = type.equals("image/jpeg") ? "image/jpg" : type;
                request.context().disableCompression().contentType(shown).result(bytes);
            }
        }
    }

    private void thumbnail(Request request, TaskAccess.Admitted admitted) throws IOException {
        String wanted = request.query("size");
        int size =
                wanted != null && wanted.matches("-?[0-9]{1,9}")
                        ? Math.clamp(Integer.parseInt(wanted), 1, 1024)
                        : 256;
        try (LayerCache.Lease lease = open(admitted.task(), LayerKind.ORTHOPHOTO)) {
            if (lease.layer().dataBands() < 3) {
                throw Problem.notFound();
            }
            boolean webp = acceptsWebp(request);
            RasterLayer layer = lease.layer();
            TileStyle plain = new TileStyle.Colours(ColourRange.of(layer));
            CutLine crop = CutLines.crop(admitted.task());
            request.context()
                    .disableCompression()
                    .header("Cache-Control", "no-store")
                    .contentType(webp ? "image/webp" : "image/png")
                    .result(
                            webp
                                    ? LayerThumbnail.webp(layer, plain, size, crop)
                                    : LayerThumbnail.png(layer, plain, size, crop));
        }
    }

    @Override
    public void close() {
        layers.close();
    }
}
