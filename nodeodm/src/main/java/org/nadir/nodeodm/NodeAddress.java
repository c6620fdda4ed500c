package org.nadir.nodeodm;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where a node listens. Port 443 means https, as all clients of this protocol agree; any other port plain http.
///
/// @param token sent as the query parameter `token`; empty when the node asks for none
public record NodeAddress(String host, int port, String token) {

    public NodeAddress {
        if (host.isBlank() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("Not a node address: " + host + ":" + port);
        }
    }

    /// The address of a path such as `/task/list`, with the token and further query parameters (already encoded).
    URI uri(String path, String query) {
        String base =
                switch (port) {
                    case 443 -> "https://" + host;
                    case 80 -> "http://" + host;
                    default -> "http://" + host + ":" + port;
                };
        String withToken =
                token.isEmpty()
                        ? query
                        : "token="
                                + URLEncoder.encode(token, StandardCharsets.UTF_8)
                                + (query.isEmpty() ? "" : "&" + query);
        return URI.create(base + path + (withToken.isEmpty() ? "" : "?" + withToken));
    }

    /// Without the token, for messages and logs.
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
