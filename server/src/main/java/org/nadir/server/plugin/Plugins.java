package org.nadir.server.plugin;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;

/// The plugins, all of which are part of the program, and whether they are switched on. Thread-safe.
public final class Plugins {

    /// @param name as it stands in paths
    public record Plugin(String name, String description) {}

    private static final List<Plugin> ALL =
            List.of(
                    new Plugin("contours", "Contour lines of the elevation models"),
                    new Plugin("measure", "Volumes between the surface and a base"),
                    new Plugin("shortlinks", "Short addresses of public pages"));

    private final Jdbi jdbi;

    public Plugins(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<Plugin> list() {
        return ALL;
    }

    public Plugin get(String name) {
        return ALL.stream()
                .filter(plugin -> plugin.name().equals(name))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    /// All are on until somebody switches them off.
    public boolean isOn(String name) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT enabled FROM plugins WHERE name = :name")
                        .bind("name", name)
                        .mapTo(Boolean.class)
                        .findOne()
                        .orElse(true));
    }

    public void turn(Plugin plugin, boolean on) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO plugins (name, enabled) VALUES (:name, :on)
                                ON CONFLICT (name) DO UPDATE SET enabled = excluded.enabled
                                """)
                        .bind("name", plugin.name())
                        .bind("on", on)
                        .execute());
    }

    /// A guard of a plugin's route: what is switched off is not there, for anybody.
    <T> Guard<T> whileOn(String name, Guard<T> guard) {
        return Guard.of(
                guard.right() + ", while the plugin is on",
                request -> {
                    if (!isOn(name)) {
                        throw Problem.notFound();
                    }
                    return guard.admit(request);
                });
    }
}
