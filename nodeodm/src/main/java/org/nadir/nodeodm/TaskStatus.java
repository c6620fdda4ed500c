package org.nadir.nodeodm;

/// The five states of a task, with the codes of the protocol (and of the WebODM API, which took them over).
public enum TaskStatus {
    QUEUED(10),
    RUNNING(20),
    FAILED(30),
    COMPLETED(40),
    CANCELED(50);

    private final int code;

    TaskStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// Whether nothing more happens without somebody asking for it.
    public boolean isFinal() {
        return this == FAILED || this == COMPLETED || this == CANCELED;
    }

    public static TaskStatus ofCode(int code) {
        for (TaskStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new IllegalArgumentException("Unknown task status code: " + code);
    }
}
