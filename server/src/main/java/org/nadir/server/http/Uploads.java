package org.nadir.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nadir.server.storage.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives bodies with files, streaming them to a staging folder. Memory use does not depend on their size or number.
public final class Uploads {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final int MAX_FIELDS = 10 << 20;
    private static final long MOST_TAKEN = 64 << 20;

    private final Path staging;
    private final long reserveBytes;

    /// @param staging where the folders of uploads in progress are made; on the same disk as their final place
    /// @param reserveBytes room on the disk that uploads leave alone
    public Uploads(Path staging, long reserveBytes) {
        this.staging = staging;
        this.reserveBytes = reserveBytes;
    }

    /// Receives the whole body. The caller closes what it gets; files that were not moved away by then are deleted.
    public Upload receive(Request request) throws IOException {
        if (!request.isMultipart()) {
            return Upload.withoutFiles(request.fields());
        }
        checkRoom(request);
        Path folder = Files.createTempDirectory(staging, "upload-");
        try {
            return receive(request, folder);
        } catch (IOException | RuntimeException failure) {
            Folders.delete(folder);
            takeRest(request);
            throw failure;
        }
    }

    /// Many clients read no answer before they have sent all: so that they hear what is wrong, the rest of a body that is not
    /// too large is taken and thrown away; not from a client that has not been asked for it yet.
    public static void takeRest(Request request) {
        if (BodyStream.isHeldBack(request.context())) {
            return;
        }
        try {
            BodyStream.of(request.context()).skip(MOST_TAKEN);
        } catch (IOException gone) {
            LOG.debug("The client of a refused upload is gone", gone);
        }
    }

    private Upload receive(Request request, Path folder) throws IOException {
        var fields = new Fields.FormBuilder();
        var upload = new Upload.Builder(folder);
        var parts =
                new MultipartReader(
                        BodyStream.of(request.context()),
                        MultipartReader.boundary(request.contentType()));
        int fieldBytes = 0;
        for (var part = parts.next(); part != null; part = parts.next()) {
            String fileName = part.fileName();
            if (fileName == null) {
                byte[] value = part.body().readNBytes(MAX_FIELDS - fieldBytes + 1);
                fieldBytes += value.length;
                if (fieldBytes > MAX_FIELDS) {
                    throw Problem.rule("The form fields are too large.");
                }
                fields.add(part.name(), new String(value, StandardCharsets.UTF_8));
            } else if (!fileName.isEmpty()) {
                // An empty name is how browsers say that no file was chosen.
                String name = FileNames.safe(fileName);
                upload.add(part.name(), name, save(part.body(), folder.resolve(name)));
            }
        }
        return upload.build(fields.build());
    }

    private static long save(InputStream body, Path file) throws IOException {
        try (var out =
                Files.newOutputStream(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            return body.transferTo(out);
        }
    }

    private void checkRoom(Request request) throws IOException {
        long announced = request.context().req().getContentLengthLong();
        long usable = Files.getFileStore(staging).getUsableSpace();
        if (usable - Math.max(0, announced) < reserveBytes) {
            takeRest(request);
            throw Problem.rule(
                    "Not enough disk space on the server: the upload needs "
                            + megabytes(Math.max(0, announced))
                            + " and "
                            + megabytes(Math.max(0, usable - reserveBytes))
                            + " are free.");
        }
    }

    private static String megabytes(long bytes) {
        return (bytes + (1 << 20) - 1 >> 20) + " MB";
    }
}
