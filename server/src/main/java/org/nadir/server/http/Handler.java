package org.nadir.server.http;

import java.io.IOException;

/// Answers a request that its guard let in.
@FunctionalInterface
public interface Handler<T> {
    void handle(Request request, T admitted) throws IOException;
}
