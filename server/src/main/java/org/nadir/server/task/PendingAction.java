package org.nadir.server.task;

import org.jspecify.annotations.Nullable;

/// What a user asked of a task and has not happened yet; codes of the API.
public enum PendingAction {
    CANCEL(1),
    REMOVE(2),
    RESTART(3),
    RESIZE(4),
    IMPORT(5),
    COMPACT(6);

    private final int code;

    PendingAction(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// Whether it ends a transfer that is under way.
    public boolean interruptsTransfers() {
        return this == CANCEL || this == REMOVE || this == RESTART || this == COMPACT;
    }

    static @Nullable PendingAction ofCode(@Nullable Long code) {
        if (code == null) {
            return null;
        }
        for (PendingAction action : values()) {
            if (action.code == code) {
                return action;
            }
        }
        throw new IllegalArgumentException("Unknown pending action: " + code);
    }
}
