package org.nadir.engine.work;

/// A task that cannot go on for a reason that lies in its input or its machine, not in our code: a code for programs, a
/// sentence for the person and, within it, what to try.
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// The kinds of trouble a caller may want to tell apart.
    public enum Code {
        NO_IMAGES(1),
        TOO_FEW_IMAGES(1),
        NOT_ALIGNED(1),
        BAD_OPTION(1),
        BAD_GCP(1),
        BAD_GEO(1),
        BAD_BOUNDARY(1),
        EMPTY_CLOUD(1),
        NO_DEPTH(1),
        DISK_FULL(1),
        OUT_OF_MEMORY(137);

        private final int exitCode;

        Code(int exitCode) {
            this.exitCode = exitCode;
        }

        /// The exit code of the engine's process, as node clients know them.
        public int exitCode() {
            return exitCode;
        }
    }

    private final Code code;

    public Problem(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Problem(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
