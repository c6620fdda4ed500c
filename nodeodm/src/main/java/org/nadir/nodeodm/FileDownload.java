package org.nadir.nodeodm;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;

/// One result file on its way here. Broken connections continue with a range request where the node supports ranges, and
/// from the start where it does not.
final class FileDownload {

    private static final int ATTEMPTS = 8;
    private static final int BLOCK = 1 << 18;

    private final HttpClient http;
    private final URI uri;

    FileDownload(HttpClient http, URI uri) {
        this.http = http;
        this.uri = uri;
    }

    void to(Path target, TransferListener listener) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(partial);
        for (int attempt = 1; ; attempt++) {
            try {
                fetch(partial, listener);
                Files.move(
                        partial,
                        target,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (NodeRefusedException | CancellationException end) {
                Files.deleteIfExists(partial);
                throw end;
            } catch (IOException broken) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    Files.deleteIfExists(partial);
                    throw broken;
                }
                NodeClient.pause(attempt);
            }
        }
    }

    private void fetch(Path partial, TransferListener listener) throws IOException {
        long have = Files.exists(partial) ? Files.size(partial) : 0;
        HttpResponse<InputStream> response = request(uri, have);
        if (response.statusCode() / 100 == 3) {
            // A cluster may point to object storage: the location already carries its own rights,
            // our token stays here.
            String location =
                    response.headers()
                            .firstValue("Location")
                            .orElseThrow(() -> new IOException("Redirect without location"));
            response.body().close();
            response = request(uri.resolve(location), have);
        }
        try (InputStream body = response.body()) {
            boolean continues = response.statusCode() == 206;
            if (response.statusCode() != 200 && !continues) {
                throw new IOException("Download answered with status " + response.statusCode());
            }
            if (response.headers()
                    .firstValue("Content-Type")
                    .orElse("")
                    .startsWith("application/json")) {
                throw new NodeRefusedException(
                        new String(body.readNBytes(2000), StandardCharsets.UTF_8));
            }
            long start = continues ? have : 0;
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            copy(body, partial, start, length < 0 ? -1 : start + length, listener);
        }
    }

    private HttpResponse<InputStream> request(URI from, long have) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(from).GET();
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        return NodeClient.send(http, request.build(), BodyHandlers.ofInputStream());
    }

    private static void copy(
            InputStream body, Path partial, long start, long total, TransferListener listener)
            throws IOException {
        try (var file =
                FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.truncate(start);
            file.position(start);
            var block = new byte[BLOCK];
            for (int n = body.read(block); n >= 0; n = body.read(block)) {
                if (listener.isCancelled()) {
                    throw new CancellationException("Download was cancelled");
                }
                var bytes = ByteBuffer.wrap(block, 0, n);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                listener.progress(file.position(), total);
            }
            if (total >= 0 && file.position() != total) {
                throw new IOException(
                        "Connection ended after " + file.position() + " of " + total + " bytes");
            }
            file.force(true);
        }
    }
}
