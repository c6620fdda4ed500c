package org.nadir.app;

/// Something that the person at the command line can mend; the message says how.
final class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UserError(String message) {
        super(message);
    }
}
