package org.nadir.server.http;

/// Sends a browser elsewhere; thrown by guards of pages, where a reply is due before any handler is reached.
public final class Redirect extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    /// @param path of this very site
    public Redirect(String path) {
        super(path, null, false, false);
        this.path = path;
    }

    public String path() {
        return path;
    }
}
