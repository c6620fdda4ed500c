package org.nadir.server.account;

import java.util.Locale;

/// Permissions that hold for all objects of a kind. Super users have all of them.
public enum ModelPermission {
    ADD_PROJECT,
    CHANGE_PROJECT,
    DELETE_PROJECT,
    VIEW_PROJECT,
    ADD_TASK,
    CHANGE_TASK,
    DELETE_TASK,
    VIEW_TASK,
    ADD_PRESET,
    CHANGE_PRESET,
    DELETE_PRESET,
    VIEW_PRESET,
    ADD_PROCESSINGNODE,
    CHANGE_PROCESSINGNODE,
    DELETE_PROCESSINGNODE,
    VIEW_PROCESSINGNODE;

    /// As rows and the API write it: `add_project`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
