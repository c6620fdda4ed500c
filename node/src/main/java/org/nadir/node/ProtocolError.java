package org.nadir.node;

/// A request that the node answers with status 200 and an `error` text, as the protocol has it.
final class ProtocolError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean noRetry;

    ProtocolError(String message) {
        this(message, false);
    }

    /// @param noRetry tells upload clients that the same file will be refused again
    ProtocolError(String message, boolean noRetry) {
        super(message);
        this.noRetry = noRetry;
    }

    boolean noRetry() {
        return noRetry;
    }
}
