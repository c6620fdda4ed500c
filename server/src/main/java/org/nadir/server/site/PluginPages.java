package org.nadir.server.site;

import org.nadir.server.account.BrowserSessions;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Uploads;
import org.nadir.server.plugin.Plugins;

/// The switches of the plugins. Only a form switches: a link alone could be placed by any site.
final class PluginPages {

    private static final String BASE = "/admin/app/plugin/";

    private final Plugins plugins;
    private final AdminDoor door;
    private final BrowserSessions browsers;
    private final Pages pages;

    PluginPages(Plugins plugins, AdminDoor door, BrowserSessions browsers, Pages pages) {
        this.plugins = plugins;
        this.door = door;
        this.browsers = browsers;
        this.pages = pages;
    }

    void addTo(RouteTable table) {
        Guard<Caller> who = door.superuser();
        String plugin = BASE + "{plugin}/";
        table.get(BASE, who, (request, caller) -> list(request))
                .get(BASE + "actions/upload/", who, (request, caller) -> list(request))
                .post(BASE + "actions/upload/", who, (request, caller) -> refuseUpload(request));
        for (boolean on : new boolean[] {true, false}) {
            String path = plugin + (on ? "enable/" : "disable/");
            table.get(path, who, (request, caller) -> ask(request, on))
                    .post(path, who, (request, caller) -> turn(request, on));
        }
        table.get(plugin + "delete/", who, (request, caller) -> refuseDelete(request, 200))
                .post(plugin + "delete/", who, (request, caller) -> refuseDelete(request, 400));
    }

    private void list(Request request) {
        String csrf = browsers.csrfField(request);
        var rows = new StringBuilder();
        for (Plugins.Plugin plugin : plugins.list()) {
            boolean on = plugins.isOn(plugin.name());
            rows.append(
                    """
                    <tr class="row"><th scope="row">%s</th><td>%s</td><td>%s</td><td>%s</td></tr>
                    """
                            .formatted(
                                    plugin.name(),
                                    plugin.description(),
                                    on ? "on" : "off",
                                    button(plugin, csrf, !on)));
        }
        String body =
                """
                <table>%s</table>
                <h2>Upload</h2>
                <form method="post" enctype="multipart/form-data" action="%sactions/upload/">%s
                <div class="field"><label for="id_file">Plugin (.zip)</label>
                <input type="file" id="id_file" name="file" accept=".zip" aria-describedby="id_file_hint" required>
                <p class="hint" id="id_file_hint">Plugins for WebODM are Python programs, which this program does not
                run: they are refused.</p></div>
                <button type="submit">Upload</button></form>
                """
                        .formatted(rows, BASE, csrf);
        page(request, 200, "Plugins", body);
    }

    private static String button(Plugins.Plugin plugin, String csrf, boolean on) {
        String verb = on ? "enable" : "disable";
        String label = (on ? "Enable " : "Disable ") + plugin.name();
        return AdminPage.button(BASE + plugin.name() + "/" + verb + "/", csrf, label);
    }

    private void ask(Request request, boolean on) {
        Plugins.Plugin plugin = plugins.get(request.path("plugin"));
        String form = button(plugin, browsers.csrfField(request), on);
        page(request, 200, plugin.name(), "<p>" + plugin.description() + "</p>" + form + back());
    }

    private void turn(Request request, boolean on) {
        plugins.turn(plugins.get(request.path("plugin")), on);
        request.redirect(BASE);
    }

    private void refuseDelete(Request request, int status) {
        Plugins.Plugin plugin = plugins.get(request.path("plugin"));
        String sentence =
                "<p role=\"alert\">%s is part of the program and cannot be deleted. It can be switched off.</p>"
                        .formatted(plugin.name());
        page(request, status, "Delete " + plugin.name(), sentence + back());
    }

    private void refuseUpload(Request request) {
        Uploads.takeRest(request);
        String sentence =
                """
                <p role="alert">The plugin was not installed. Plugins for WebODM are Python programs, which this program
                does not run.</p>
                """;
        page(request, 400, "Upload a plugin", sentence + back());
    }

    private static String back() {
        return "<p>" + AdminPage.link(BASE, "All plugins") + "</p>";
    }

    private void page(Request request, int status, String title, String body) {
        AdminPage.send(request, pages, status, title, body);
    }
}
