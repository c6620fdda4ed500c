package org.nadir.server.download;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/// Decides what may be fetched from. A name is looked up once, all its addresses are checked, and the caller connects to those:
/// a name that answers differently the second time gains nothing.
public final class UrlGuard {

    private final boolean privateNetworks;

    /// @param privateNetworks whether addresses of this machine and its network are fine too
    public UrlGuard(boolean privateNetworks) {
        this.privateNetworks = privateNetworks;
    }

    /// Checks the form of an address, and the address itself when it is given as a number.
    ///
    /// @throws RefusedUrlException with the reason
    public URI check(String text) throws RefusedUrlException {
        URI url = parse(text);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new RefusedUrlException("Invalid URL: only http and https are fetched from.");
        }
        String host = url.getHost();
        if (host == null || host.isEmpty() || url.getPort() == 0 || url.getPort() > 65535) {
            throw new RefusedUrlException("Invalid URL: it names no host.");
        }
        if (url.getRawUserInfo() != null) {
            throw new RefusedUrlException(
                    "Invalid URL: names and passwords in it would be shown to all who see the"
                            + " task.");
        }
        if (host.startsWith("[") || host.matches("[0-9.]+")) {
            resolveChecked(url);
        }
        return url;
    }

    private static URI parse(String text) throws RefusedUrlException {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException broken) {
            throw new RefusedUrlException("Invalid URL: " + broken.getReason());
        }
    }

    /// The addresses behind a URL's host, all of them good to connect to.
    ///
    /// @throws RefusedUrlException when even one is not
    /// @throws UnknownHostException when there is none
    List<InetAddress> resolve(URI url) throws RefusedUrlException, UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(url.getHost());
        for (InetAddress address : addresses) {
            if (!privateNetworks && !PublicAddresses.contains(address)) {
                throw new RefusedUrlException(
                        "The host "
                                + url.getHost()
                                + " is not on the public internet; nothing is fetched from there.");
            }
        }
        return List.of(addresses);
    }

    private void resolveChecked(URI url) throws RefusedUrlException {
        try {
            resolve(url);
        } catch (UnknownHostException broken) {
            throw new RefusedUrlException("Invalid URL: no such address: " + url.getHost());
        }
    }
}
