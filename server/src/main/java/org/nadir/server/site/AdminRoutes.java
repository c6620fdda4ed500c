package org.nadir.server.site;

import java.util.List;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.BrowserSessions;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Uploads;
import org.nadir.server.plugin.Plugins;
import org.nadir.server.storage.MediaStore;

/// All pages under `/admin/` that the server writes itself; those of users, groups and quotas are part of the web UI.
public final class AdminRoutes {

    private final Settings settings;
    private final LogoStore logos;
    private final List<RecordKind> kinds;
    private final AdminDoor door;
    private final Plugins plugins;
    private final BrowserSessions browsers;
    private final Uploads uploads;
    private final Pages pages;

    public AdminRoutes(
            Settings settings,
            MediaStore store,
            Accounts accounts,
            Plugins plugins,
            Uploads uploads,
            Pages pages) {
        this.settings = settings;
        this.logos = new LogoStore(store.settings());
        this.kinds =
                List.of(
                        new SettingKind(settings, logos),
                        new ThemeKind(settings),
                        new BasemapKind(settings));
        this.door = new AdminDoor(accounts);
        this.plugins = plugins;
        this.browsers = new BrowserSessions(accounts);
        this.uploads = uploads;
        this.pages = pages;
    }

    public void addTo(RouteTable table) {
        table.get("/admin/", door.staff(), this::index);
        for (RecordKind kind : kinds) {
            new RecordPages(kind, door, browsers, uploads, pages).addTo(table);
        }
        new PluginPages(plugins, door, browsers, pages).addTo(table);
        table.get(
                "/admin/app/<path>",
                door.staff(),
                (request, caller) -> {
                    throw Problem.notFound();
                });
        new LogoRoutes(settings, logos).addTo(table);
    }

    private void index(Request request, Caller caller) {
        var items = new StringBuilder();
        for (RecordKind kind : kinds) {
            if (door.may(caller, "view", kind)) {
                items.append(item("/admin/app/" + kind.name() + "/", kind.many()));
            }
        }
        if (caller.superuser()) {
            items.append(item("/admin/app/plugin/", "Plugins"));
        }
        items.append(item("/admin/users/", "Users"))
                .append(item("/admin/groups/", "Groups"))
                .append(item("/admin/quotas/", "Quotas"));
        AdminPage.send(request, pages, 200, "Administration", "<ul>\n" + items + "</ul>\n");
    }

    private static String item(String path, String text) {
        return "<li>" + AdminPage.link(path, text) + "</li>\n";
    }
}
