package org.nadir.server.account;

import java.util.Locale;
import java.util.Optional;

/// What a user or group may do with one object (a project, a processing node).
public enum Right {
    ADD,
    CHANGE,
    DELETE,
    VIEW;

    /// As rows and the API write it.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads `view` as well as the longer form `view_project`.
    public static Optional<Right> find(String text) {
        for (Right right : values()) {
            if (text.equals(right.key()) || text.startsWith(right.key() + "_")) {
                return Optional.of(right);
            }
        }
        return Optional.empty();
    }
}
