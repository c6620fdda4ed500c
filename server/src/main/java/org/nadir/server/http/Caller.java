package org.nadir.server.http;

/// The signed-in user behind a request; anonymous requests have none.
public record Caller(long id, String username, boolean staff, boolean superuser) {}
