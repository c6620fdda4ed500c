package org.nadir.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a `multipart/form-data` body (RFC 7578) as a stream: one part at a time, nothing kept but one buffer, any number and
/// size of parts. Single-threaded.
public final class MultipartReader {

    private static final int BUFFER = 1 << 17;
    private static final int MAX_HEADER = 16 << 10;
    private static final Pattern NAME = parameter("name");
    private static final Pattern FILE_NAME = parameter("filename");
    private static final Pattern ENCODED_FILE_NAME =
            Pattern.compile(";\\s*filename\\*=(?:UTF-8|utf-8)'[^']*'([^;\\s]+)");

    /// The head of a part and the stream of its content, which is good until the next part is asked for.
    ///
    /// @param fileName null for a plain field; as the client wrote it, with any path
    public record Part(String name, @Nullable String fileName, InputStream body) {}

    /// The body stopped before its closing boundary: the client went away, or lied about its length.
    public static final class EndedEarly extends IOException {
        private static final long serialVersionUID = 1L;

        EndedEarly() {
            super("The multipart body ended early");
        }
    }

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean atDelimiter;
    private boolean finished;

    public MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first boundary has no line break before it: lend it one, and all boundaries look
        // alike.
        buffer[0] = '\r';
        buffer[1] = '\n';
        to = 2;
    }

    /// The boundary parameter of a content type.
    public static String boundary(@Nullable String contentType) {
        Matcher matcher =
                Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^;\\s]{1,70}))")
                        .matcher(contentType == null ? "" : contentType);
        if (!matcher.find()) {
            throw Problem.detail(
                    400, "Multipart form parse error - Invalid boundary in multipart.");
        }
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /// The next part, or null after the last one. What was left unread of the part before is passed over.
    public @Nullable Part next() throws IOException {
        if (finished) {
            return null;
        }
        skipToDelimiter();
        from += delimiter.length;
        atDelimiter = false;
        String rest = line();
        if (rest.startsWith("--")) {
            finished = true;
            return null;
        }
        return head();
    }

    private void skipToDelimiter() throws IOException {
        while (!atDelimiter) {
            int n = contentAvailable();
            if (n > 0) {
                from += n;
            }
        }
    }

    private Part head() throws IOException {
        String disposition = "";
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            length += line.length();
            if (length > MAX_HEADER) {
                throw Problem.detail(400, "Multipart form parse error - part headers too long.");
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                disposition = line;
            }
        }
        String name = find(NAME, disposition);
        if (name == null) {
            throw Problem.detail(400, "Multipart form parse error - a part has no name.");
        }
        return new Part(name, fileName(disposition), new Body());
    }

    private static @Nullable String fileName(String disposition) {
        Matcher encoded = ENCODED_FILE_NAME.matcher(disposition);
        if (encoded.find()) {
            try {
                // "+" is itself in this encoding, unlike in forms.
                return URLDecoder.decode(
                        encoded.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException broken) {
                throw Problem.detail(400, "Multipart form parse error - bad file name.");
            }
        }
        return find(FILE_NAME, disposition);
    }

    private static @Nullable String find(Pattern pattern, String disposition) {
        Matcher matcher = pattern.matcher(disposition);
        if (!matcher.find()) {
            return null;
        }
        if (matcher.group(2) != null) {
            return matcher.group(2);
        }
        // Browsers write quotes as %22; others put a backslash before them.
        return matcher.group(1).replace("\\\"", "\"").replace("%22", "\"");
    }

    private static Pattern parameter(String name) {
        return Pattern.compile(
                ";\\s*" + name + "=(?:\"((?:\\\\\"|[^\"])*)\"|([^;\\s]+))",
                Pattern.CASE_INSENSITIVE);
    }

    /// A line up to CRLF, without it.
    private String line() throws IOException {
        var line = new ByteArrayOutputStream(80);
        while (true) {
            int c = readRaw();
            if (c == '\n') {
                return strip(line.toString(StandardCharsets.UTF_8));
            }
            line.write(c);
            if (line.size() > MAX_HEADER) {
                throw Problem.detail(400, "Multipart form parse error - header line too long.");
            }
        }
    }

    private static String strip(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private int readRaw() throws IOException {
        if (from == to) {
            fill();
        }
        return buffer[from++];
    }

    /// How many content bytes stand at `from`, at least one unless the delimiter is reached (then 0, and `atDelimiter` is set).
    private int contentAvailable() throws IOException {
        while (true) {
            int found = indexOfDelimiter();
            if (found == from) {
                atDelimiter = true;
                return 0;
            }
            if (found > 0) {
                return found - from;
            }
            // A delimiter may have begun in the last bytes: those stay until more is read.
            int safe = to - from - (delimiter.length - 1);
            if (safe > 0) {
                return safe;
            }
            fill();
        }
    }

    private int indexOfDelimiter() {
        int last = to - delimiter.length;
        for (int i = from; i <= last; i++) {
            if (buffer[i] == '\r' && matches(i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(int at) {
        for (int i = 1; i < delimiter.length; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private void fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        int n = in.read(buffer, to, buffer.length - to);
        if (n < 0) {
            throw new EndedEarly();
        }
        to += n;
    }

    private final class Body extends InputStream {

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int n = atDelimiter ? 0 : contentAvailable();
            if (n == 0) {
                return -1;
            }
            int count = Math.min(n, length);
            System.arraycopy(buffer, from, target, offset, count);
            from += count;
            return count;
        }
    }
}
