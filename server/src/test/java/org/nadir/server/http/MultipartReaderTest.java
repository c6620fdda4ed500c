package org.nadir.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies built by hand, read in pieces of awkward sizes, against what went into them.
class MultipartReaderTest {

    private record Sent(String name, @Nullable String file, byte[] content) {}

    private static byte[] body(List<Sent> parts, String boundary) {
        var out = new ByteArrayOutputStream();
        for (Sent part : parts) {
            String file = part.file() == null ? "" : "; filename=\"" + part.file() + "\"";
            out.writeBytes(
                    bytes(
                            "--"
                                    + boundary
                                    + "\r\nContent-Disposition: form-data; name=\""
                                    + part.name()
                                    + "\""
                                    + file
                                    + "\r\nX-Other: y\r\n\r\n"));
            out.writeBytes(part.content());
            out.writeBytes(bytes("\r\n"));
        }
        out.writeBytes(bytes("--" + boundary + "--\r\n"));
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Gives at most so many bytes at a time.
    private static InputStream trickle(byte[] body, int atMost) {
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, atMost));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 8191, 1 << 20})
    void givesBackWhatWasSentHoweverItArrives(int atMost) throws IOException {
        var random = new Random(atMost);
        var parts = new ArrayList<Sent>();
        for (int size : new int[] {0, 1, 2, 3, 5, 100, 4096, 131_070, 131_072, 300_001}) {
            var content = new byte[atMost < 64 ? Math.min(size, 5000) : size];
            // Few different bytes, so that beginnings of boundaries are frequent.
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) "\r\n-Bx".charAt(random.nextInt(5));
            }
            String text =
                    new String(content, StandardCharsets.ISO_8859_1).replace("\r\n--Bx", "......");
            parts.add(
                    new Sent(
                            "p" + size,
                            size % 2 == 0 ? "f" + size : null,
                            text.getBytes(StandardCharsets.ISO_8859_1)));
        }
        var reader = new MultipartReader(trickle(body(parts, "Bx"), atMost), "Bx");
        for (Sent sent : parts) {
            MultipartReader.Part part = Objects.requireNonNull(reader.next());
            assertThat(part.name()).isEqualTo(sent.name());
            assertThat(part.fileName()).isEqualTo(sent.file());
            assertThat(part.body().readAllBytes()).isEqualTo(sent.content());
        }
        assertThat(reader.next()).isNull();
        assertThat(reader.next()).isNull();
    }

    @Test
    void passesOverWhatIsNotRead() throws IOException {
        var parts =
                List.of(
                        new Sent("a", "a.jpg", new byte[400_000]),
                        new Sent("b", null, bytes("second")));
        var reader = new MultipartReader(new ByteArrayInputStream(body(parts, "q")), "q");
        MultipartReader.Part first = Objects.requireNonNull(reader.next());
        assertThat(first.body().readNBytes(10)).hasSize(10);
        MultipartReader.Part second = Objects.requireNonNull(reader.next());
        assertThat(second.body().readAllBytes()).isEqualTo(bytes("second"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form-data; name=\"images\"; filename=\"a b.jpg\" | images | a b.jpg",
                "form-data; name=x; filename=plain.jpg | x | plain.jpg",
                "form-data; filename=\"first.jpg\"; name=\"later\" | later | first.jpg",
                "form-data; name=\"n\"; filename=\"say %22hi%22.jpg\" | n | say \"hi\".jpg",
                "form-data; name=\"n\"; filename=\"say \\\"hi\\\".jpg\" | n | say \"hi\".jpg",
                "form-data; name=\"n\"; filename=\"f\"; filename*=UTF-8''%C3%BC+%20x.jpg | n | ü+ x.jpg",
                "form-data; NAME=\"n\"; FILENAME=\"f\" | n | f",
                "form-data; name=\"n\"; filename=\"grün.jpg\" | n | grün.jpg"
            })
    void readsNamesAsClientsWriteThem(String disposition, String name, String file)
            throws IOException {
        byte[] body = bytes("--b\r\ncontent-disposition: " + disposition + "\r\n\r\nx\r\n--b--");
        var reader =
                new MultipartReader(
                        new java.io.SequenceInputStream(
                                new ByteArrayInputStream(body),
                                new ByteArrayInputStream(bytes("\r\n"))),
                        "b");
        MultipartReader.Part part = Objects.requireNonNull(reader.next());
        assertThat(part.name()).isEqualTo(name);
        assertThat(part.fileName()).isEqualTo(file);
    }

    @Test
    void anEmptyBodyOfPartsIsFine() throws IOException {
        assertThat(new MultipartReader(new ByteArrayInputStream(bytes("--b--\r\n")), "b").next())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 20, 70, 90})
    void saysThatABodyEndedEarly(int length) {
        byte[] body = body(List.of(new Sent("a", "f", bytes("content content"))), "b");
        byte[] cut = java.util.Arrays.copyOf(body, length);
        var reader = new MultipartReader(new ByteArrayInputStream(cut), "b");
        assertThatThrownBy(
                        () -> {
                            for (var part = reader.next(); part != null; part = reader.next()) {
                                part.body().readAllBytes();
                            }
                        })
                .isInstanceOf(MultipartReader.EndedEarly.class);
    }

    @Test
    void refusesEndlessHeaders() {
        byte[] body =
                bytes(
                        "--b\r\nContent-Disposition: form-data; name=\"x\"; y=\""
                                + "z".repeat(100_000)
                                + "\"\r\n\r\n");
        var reader = new MultipartReader(new ByteArrayInputStream(body), "b");
        assertThatThrownBy(reader::next)
                .isInstanceOf(Problem.class)
                .hasMessageContaining("too long");
    }

    @Test
    void findsTheBoundary() {
        assertThat(MultipartReader.boundary("multipart/form-data; boundary=abc")).isEqualTo("abc");
        assertThat(MultipartReader.boundary("multipart/form-data; boundary=\"a b\"; x=y"))
                .isEqualTo("a b");
        assertThatThrownBy(() -> MultipartReader.boundary("multipart/form-data"))
                .isInstanceOf(Problem.class);
    }
}
