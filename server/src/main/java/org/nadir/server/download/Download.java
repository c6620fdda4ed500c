package org.nadir.server.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.server.storage.Folders;

/// Fetches one file. A connection that breaks is taken up where it broke, when the server can do that and still has the same
/// file, and else from the start.
public final class Download {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;
    private static final int REDIRECTS = 5;
    private static final int BLOCK = 1 << 16;
    private static final long ROOM_EVERY = 64 << 20;

    private final UrlGuard guard;
    private final long reserveBytes;
    private final Duration pause;

    /// @param reserveBytes room on the disk that is left alone
    /// @param pause before another attempt; doubles each time
    public Download(UrlGuard guard, long reserveBytes, Duration pause) {
        this.guard = guard;
        this.reserveBytes = reserveBytes;
        this.pause = pause;
    }

    /// Hears how far it is.
    public interface Progress {
        /// @param total -1 when unknown
        void at(long done, long total);
    }

    /// Blocks; an interrupt of a virtual thread ends it.
    ///
    /// @param target replaced; holds a part of the file when this fails
    /// @throws RefusedUrlException when it is of no use to try again
    public void fetch(String from, Path target, Progress progress) throws IOException {
        URI url = guard.check(from);
        var state = new State(target, progress);
        Files.deleteIfExists(target);
        for (int attempt = 1; ; attempt++) {
            try {
                once(url, state);
                Folders.sync(target);
                return;
            } catch (RefusedUrlException | NoRoomException useless) {
                throw useless;
            } catch (IOException broken) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw broken;
                }
                rest(attempt);
            }
        }
    }

    private void rest(int attempt) throws IOException {
        try {
            Thread.sleep(pause.multipliedBy(1L << attempt - 1));
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", cancelled);
        }
    }

    /// What is known between attempts.
    private static final class State {
        private final Path target;
        private final Progress progress;
        private @Nullable String tag;

        State(Path target, Progress progress) {
            this.target = target;
            this.progress = progress;
        }

        long have() throws IOException {
            return Files.exists(target) ? Files.size(target) : 0;
        }
    }

    /// The disk is full, or would be.
    private static final class NoRoomException extends IOException {
        private static final long serialVersionUID = 1L;

        NoRoomException(long bytes) {
            super("Not enough space on the disk for a file of " + (bytes >> 20) + " MB");
        }
    }

    private void once(URI start, State state) throws IOException {
        URI url = start;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            try (HttpGet.Reply reply =
                    HttpGet.send(url, guard.resolve(url), resume(state), PATIENCE)) {
                String location = reply.header("location");
                if (!isRedirect(reply.status()) || location == null) {
                    receive(reply, state);
                    return;
                }
                url = guard.check(url.resolve(location.replace(" ", "%20")).toString());
            } catch (IllegalArgumentException broken) {
                throw new RefusedUrlException("The server points to a URL that is none.");
            }
        }
        throw new RefusedUrlException("The server redirects too often.");
    }

    private static Map<String, String> resume(State state) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        String tag = state.tag;
        if (tag != null && state.have() > 0) {
            headers.put("Range", "bytes=" + state.have() + "-");
            headers.put("If-Range", tag);
        }
        return headers;
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private void receive(HttpGet.Reply reply, State state) throws IOException {
        long from = 0;
        if (reply.status() == 206) {
            from = state.have();
            String range = String.valueOf(reply.header("content-range"));
            if (!range.startsWith("bytes " + from + "-")) {
                state.tag = null;
                throw new IOException("The server answered with another part than asked for");
            }
        } else if (reply.status() / 100 == 5 || reply.status() == 429) {
            throw new IOException("The server answered with status " + reply.status());
        } else if (reply.status() != 200) {
            state.tag = null;
            throw new RefusedUrlException("The server answered with status " + reply.status());
        }
        String tag = reply.header("etag");
        state.tag = tag != null && tag.startsWith("\"") ? tag : null;
        long total = reply.length() < 0 ? -1 : from + reply.length();
        checkRoom(state.target, Math.max(0, reply.length()));
        try (OutputStream out =
                Files.newOutputStream(
                        state.target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        from > 0
                                ? StandardOpenOption.APPEND
                                : StandardOpenOption.TRUNCATE_EXISTING)) {
            copy(reply.body(), out, from, total, state);
        }
    }

    private void copy(InputStream in, OutputStream out, long from, long total, State state)
            throws IOException {
        var block = new byte[BLOCK];
        long done = from;
        long checked = from;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            out.write(block, 0, n);
            done += n;
            state.progress.at(done, total);
            if (done - checked >= ROOM_EVERY) {
                checked = done;
                checkRoom(state.target, 0);
            }
        }
    }

    private void checkRoom(Path target, long needed) throws IOException {
        if (Files.getFileStore(target.getParent()).getUsableSpace() - needed < reserveBytes) {
            throw new NoRoomException(needed);
        }
    }
}
