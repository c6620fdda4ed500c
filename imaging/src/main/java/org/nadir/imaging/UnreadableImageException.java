package org.nadir.imaging;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file is no picture, is cut short, damaged, or of a kind that is not read here.
public final class UnreadableImageException extends IOException {
    private final transient Path file;
    private final String reason;

    public UnreadableImageException(Path file, String reason) {
        this(file, reason, null);
    }

    public UnreadableImageException(Path file, String reason, @Nullable Throwable cause) {
        super(file.getFileName() + ": " + reason, cause);
        this.file = file;
        this.reason = reason;
    }

    public Path file() {
        return file;
    }

    /// What is wrong, without the file's name.
    public String reason() {
        return reason;
    }
}
