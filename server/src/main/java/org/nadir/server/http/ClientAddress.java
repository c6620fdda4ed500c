package org.nadir.server.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Where a request comes from, as far as that can be told apart by address.
final class ClientAddress {

    private ClientAddress() {}

    /// The peer, or what a proxy on this same machine says of it: the last entry of `X-Forwarded-For`, which the proxy wrote
    /// itself. From any other peer the header is hearsay. An IPv6 network (64 bits) counts as one address, since whoever has
    /// one has all of it.
    static String of(Context context) {
        String peer = context.req().getRemoteAddr();
        String forwarded = context.header("X-Forwarded-For");
        if (forwarded == null || !isLoopback(peer)) {
            return network(peer);
        }
        return network(forwarded.substring(forwarded.lastIndexOf(',') + 1).strip());
    }

    private static boolean isLoopback(String peer) {
        InetAddress address = parse(peer);
        return address != null && address.isLoopbackAddress();
    }

    private static String network(String text) {
        InetAddress address = parse(text);
        if (address == null) {
            return "unknown";
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes.length == 4 ? bytes : Arrays.copyOf(bytes, 8));
    }

    /// Null for anything but a numeric address; names are not looked up.
    private static @Nullable InetAddress parse(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
