package org.nadir.server.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The numbers by which clients name global permissions. Fixed for ever: four for each kind of object, in the order add,
/// change, delete, view; new kinds go to the end. Those of [ModelPermission] open something here; the others are kept for
/// clients that set and read them.
public final class PermissionCatalog {

    private static final List<String> KINDS =
            List.of(
                    "user",
                    "group",
                    "permission",
                    "session",
                    "project",
                    "task",
                    "preset",
                    "processingnode",
                    "profile",
                    "setting",
                    "theme",
                    "basemap",
                    "plugin",
                    "media",
                    "webhook",
                    "report");

    private static final List<String> KEYS = keys();

    private PermissionCatalog() {}

    private static List<String> keys() {
        var keys = new ArrayList<String>();
        for (String kind : KINDS) {
            for (Right right : Right.values()) {
                keys.add(right.name().toLowerCase(Locale.ROOT) + "_" + kind);
            }
        }
        return List.copyOf(keys);
    }

    /// How many there are: the ids run from 1 to this.
    public static int size() {
        return KEYS.size();
    }

    /// The permission's name, such as `add_project`.
    public static Optional<String> key(long id) {
        return id < 1 || id > KEYS.size()
                ? Optional.empty()
                : Optional.of(KEYS.get(Math.toIntExact(id - 1)));
    }

    /// The ids of these permissions, ascending.
    static List<Long> ids(Collection<String> keys) {
        return keys.stream()
                .map(key -> KEYS.indexOf(key) + 1L)
                .filter(id -> id > 0)
                .sorted()
                .toList();
    }
}
