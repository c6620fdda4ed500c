package org.nadir.server.site;

import java.io.IOException;
import java.util.Set;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// The logo, and smaller forms of it for headers and tabs of browsers, for anybody: the login page shows it. Only the logo of
/// now is there, under its own name.
final class LogoRoutes {

    private static final Set<Integer> SIDES = Set.of(16, 32, 36, 72);

    private final Settings settings;
    private final LogoStore logos;

    LogoRoutes(Settings settings, LogoStore logos) {
        this.settings = settings;
        this.logos = logos;
    }

    static String address(String name) {
        return "/media/settings/" + name;
    }

    static String address(String name, int side) {
        return "/media/CACHE/settings/" + name.replace(".png", "-" + side + ".png");
    }

    void addTo(RouteTable table) {
        table.get("/media/settings/{file}", Guard.open(), (request, any) -> whole(request))
                .get(
                        "/media/CACHE/settings/{file}",
                        Guard.open(),
                        (request, any) -> small(request));
    }

    private void whole(Request request) throws IOException {
        String logo = settings.text(Settings.LOGO);
        if (logo.isEmpty() || !request.path("file").equals(logo)) {
            throw Problem.notFound();
        }
        send(request, logos.whole(logo));
    }

    private void small(Request request) throws IOException {
        String logo = settings.text(Settings.LOGO);
        String asked = "/media/CACHE/settings/" + request.path("file");
        for (int side : SIDES) {
            if (!logo.isEmpty() && asked.equals(address(logo, side))) {
                send(request, logos.scaled(logo, side));
                return;
            }
        }
        throw Problem.notFound();
    }

    private static void send(Request request, byte[] png) {
        request.context()
                .disableCompression()
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .contentType("image/png")
                .result(png);
    }
}
