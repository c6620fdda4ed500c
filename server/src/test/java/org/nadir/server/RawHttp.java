package org.nadir.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// HTTP by hand over a socket, for requests that a decent client cannot send.
final class RawHttp {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int MOST = 4 << 20;

    private RawHttp() {}

    /// What came back until the server closed.
    ///
    /// @param status 0 when the server closed without a word
    record Answer(int status, String head, String body) {
        boolean isJson() {
            return head.toLowerCase(Locale.ROOT).contains("content-type: application/json");
        }
    }

    static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Sends bytes and takes all that comes; the sending side is closed after them. A stream of events is not awaited.
    static Answer exchange(int port, byte[]... parts) {
        try (Socket socket = connect(port)) {
            send(socket, parts);
            return read(socket.getInputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException("No answer to " + start(parts[0]), failure);
        }
    }

    private static void send(Socket socket, byte[][] parts) {
        try {
            OutputStream out = socket.getOutputStream();
            for (byte[] part : parts) {
                out.write(part);
            }
            out.flush();
            socket.shutdownOutput();
        } catch (IOException refused) {
            // The server may answer and close before it has all.
            return;
        }
    }

    static String start(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text.substring(0, Math.min(200, text.length()));
    }

    static Answer read(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        var block = new byte[8192];
        try {
            for (int n = in.read(block); n >= 0 && all.size() < MOST; n = in.read(block)) {
                all.write(block, 0, n);
                if (all.toString(StandardCharsets.ISO_8859_1).contains("text/event-stream")) {
                    break;
                }
            }
        } catch (SocketException reset) {
            if (all.size() == 0) {
                return new Answer(0, "", "");
            }
        }
        return parse(all.toString(StandardCharsets.UTF_8));
    }

    private static Answer parse(String text) {
        if (text.isEmpty()) {
            return new Answer(0, "", "");
        }
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? text : text.substring(0, end);
        String body = end < 0 ? "" : text.substring(end + 4);
        int status = Integer.parseInt(head.split(" ")[1]);
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        return new Answer(status, head, chunked ? joined(body) : body);
    }

    private static String joined(String chunks) {
        var body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            if (line < 0) {
                return body.toString();
            }
            int size = Integer.parseInt(chunks.substring(at, line).strip(), 16);
            int end = Math.min(chunks.length(), line + 2 + size);
            body.append(chunks, line + 2, end);
            if (size == 0) {
                return body.toString();
            }
            at = end + 2;
        }
    }
}
