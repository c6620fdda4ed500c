package org.nadir.server.http;

import io.javalin.http.Context;
import io.javalin.http.staticfiles.ResourceHandler;
import io.javalin.http.staticfiles.StaticFileConfig;
import io.javalin.security.RouteRole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Serves the web UI from the class path folder `webui/`. Paths that are pages of the UI, routed in the browser, all answer
/// its `index.html`. Without the folder on the class path there is simply no UI.
public final class WebUi implements ResourceHandler {

    private static final String ROOT = "webui/";

    /// One file of the UI, kept in memory: the whole UI is a few megabytes.
    private record Page(String type, byte[] plain, byte[] gzip, String tag, boolean immutable) {}

    private final ClassLoader classPath = WebUi.class.getClassLoader();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    @Override
    public boolean canHandle(Context context) {
        return find(context.path()) != null;
    }

    @Override
    public boolean handle(Context context) {
        Page page = find(context.path());
        if (page == null) {
            return false;
        }
        context.header("ETag", page.tag());
        context.header(
                "Cache-Control",
                page.immutable() ? "public, max-age=31536000, immutable" : "no-cache");
        context.header("X-Content-Type-Options", "nosniff");
        if (page.tag().equals(context.header("If-None-Match"))) {
            context.status(304);
            return true;
        }
        String accepted = context.header("Accept-Encoding");
        boolean gzip = accepted != null && accepted.contains("gzip");
        context.contentType(page.type()).header("Vary", "Accept-Encoding");
        if (gzip && page.gzip().length < page.plain().length) {
            context.header("Content-Encoding", "gzip");
            context.disableCompression().result(page.gzip());
        } else {
            context.disableCompression().result(page.plain());
        }
        return true;
    }

    private @Nullable Page find(String path) {
        if (path.startsWith("/api/") || path.contains("..") || path.contains("//")) {
            return null;
        }
        String name = path.substring(1);
        boolean file = name.substring(name.lastIndexOf('/') + 1).contains(".");
        return load(file ? name : "index.html");
    }

    private @Nullable Page load(String name) {
        Page known = pages.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = classPath.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                return null;
            }
            byte[] plain = in.readAllBytes();
            var page =
                    new Page(
                            MediaTypes.of(name),
                            plain,
                            gzip(plain),
                            "\"" + Integer.toHexString(java.util.Arrays.hashCode(plain)) + "\"",
                            name.startsWith("assets/"));
            pages.put(name, page);
            return page;
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    @Override
    public boolean addStaticFileConfig(StaticFileConfig config) {
        return false;
    }

    @Override
    public Set<RouteRole> resourceRouteRoles(Context context) {
        return Set.of();
    }
}
