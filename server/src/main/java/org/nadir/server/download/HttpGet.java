package org.nadir.server.download;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// One GET over HTTP/1.1 (RFC 9112) to an address that the caller has chosen. The JDK's client looks names up by itself, after
/// any check; here the socket goes to the checked address, while `Host` and the certificate are those of the name.
final class HttpGet {

    private static final int MAX_HEAD = 64 << 10;

    private HttpGet() {}

    /// @param headers by name in lower case
    /// @param body ends where the server says; closing the reply closes the connection
    record Reply(int status, Map<String, String> headers, InputStream body, Socket socket)
            implements AutoCloseable {

        @Nullable String header(String name) {
            return headers.get(name);
        }

        /// Bytes of the body; -1 when the server does not say.
        long length() {
            String length = headers.get("content-length");
            return length == null || !length.matches("[0-9]{1,18}") ? -1 : Long.parseLong(length);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// Asks the first of the addresses that answers.
    static Reply send(
            URI url, List<InetAddress> addresses, Map<String, String> headers, Duration patience)
            throws IOException {
        IOException last = new IOException("No address for " + url.getHost());
        for (InetAddress address : addresses) {
            Socket socket;
            try {
                socket = connect(url, address, patience);
            } catch (IOException unreachable) {
                last = unreachable;
                continue;
            }
            try {
                return exchange(url, socket, headers);
            } catch (IOException | RuntimeException failure) {
                socket.close();
                throw failure;
            }
        }
        throw last;
    }

    private static boolean isSecure(URI url) {
        return url.getScheme().equalsIgnoreCase("https");
    }

    private static Socket connect(URI url, InetAddress address, Duration patience)
            throws IOException {
        int millis = Math.toIntExact(patience.toMillis());
        int port = url.getPort() >= 0 ? url.getPort() : isSecure(url) ? 443 : 80;
        var socket = new Socket(java.net.Proxy.NO_PROXY);
        try {
            socket.connect(new InetSocketAddress(address, port), millis);
            socket.setSoTimeout(millis);
            return isSecure(url) ? secured(socket, url.getHost(), port) : socket;
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    private static Socket secured(Socket socket, String host, int port) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secure = (SSLSocket) factory.createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static Reply exchange(URI url, Socket socket, Map<String, String> headers)
            throws IOException {
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() >= 0 ? ":" + url.getPort() : "";
        var request =
                new StringBuilder("GET " + path + query + " HTTP/1.1\r\n")
                        .append("Host: " + url.getHost() + port + "\r\n")
                        .append("User-Agent: Nadir\r\nAccept: */*\r\n")
                        .append("Accept-Encoding: identity\r\nConnection: close\r\n");
        headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        socket.getOutputStream()
                .write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        var in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        int status = status(line(in, MAX_HEAD));
        while (status / 100 == 1) {
            fields(in);
            status = status(line(in, MAX_HEAD));
        }
        Map<String, String> fields = fields(in);
        return new Reply(status, fields, body(in, fields), socket);
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("The server does not speak HTTP");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> fields(InputStream in) throws IOException {
        var fields = new HashMap<String, String>();
        int left = MAX_HEAD;
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            left -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static String line(InputStream in, int most) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection ended early");
            }
            if (line.size() >= most) {
                throw new IOException("The head of the reply is too long");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static InputStream body(InputStream in, Map<String, String> fields) throws IOException {
        String coding = fields.getOrDefault("transfer-encoding", "");
        if (coding.equalsIgnoreCase("chunked")) {
            return new ChunkedBody(in);
        }
        if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
            throw new IOException("The server answers in the unknown coding " + coding);
        }
        String length = fields.get("content-length");
        if (length == null) {
            return in;
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new IOException("The server names a length that is no number");
        }
        return new CountedBody(in, Long.parseLong(length));
    }

    /// A body of known length; one that ends before is an error and not an end.
    private static final class CountedBody extends InputStream {
        private final InputStream in;
        private long left;

        CountedBody(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(target, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new EOFException("The connection ended early");
            }
            left -= n;
            return n;
        }
    }

    /// RFC 9112 §7.1.
    private static final class ChunkedBody extends InputStream {
        private final InputStream in;
        private long left;
        private boolean first = true;
        private boolean ended;

        ChunkedBody(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int n = in.read(target, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new EOFException("The connection ended early");
            }
            left -= n;
            return n;
        }

        private void nextChunk() throws IOException {
            if (!first && !line(in, 2).isEmpty()) {
                throw new IOException("A chunk is longer than it says");
            }
            first = false;
            String size = line(in, MAX_HEAD).replaceFirst(";.*", "").strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("A chunk has no size");
            }
            left = Long.parseLong(size, 16);
            ended = left == 0;
        }
    }
}
