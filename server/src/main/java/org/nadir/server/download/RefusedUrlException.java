package org.nadir.server.download;

import java.io.IOException;

/// An address that is not fetched from, or a server that does not give the file. Trying again would not help.
public final class RefusedUrlException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedUrlException(String sentence) {
        super(sentence);
    }
}
