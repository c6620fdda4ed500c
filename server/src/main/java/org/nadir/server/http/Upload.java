package org.nadir.server.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.server.storage.Folders;

/// A received body: its fields, and its files in a staging folder of their own.
///
/// @param folder null when there was no file part
/// @param files in the order received; a name that came twice stands once, with the later content
public record Upload(Fields fields, @Nullable Path folder, List<UploadedFile> files)
        implements AutoCloseable {

    /// @param partName the form's name of the part
    /// @param name safe file name
    public record UploadedFile(String partName, String name, long size) {}

    public Upload {
        files = List.copyOf(files);
    }

    static Upload withoutFiles(Fields fields) {
        return new Upload(fields, null, List.of());
    }

    public Path path(UploadedFile file) {
        if (folder == null) {
            throw new IllegalStateException("An upload without files has no path");
        }
        return folder.resolve(file.name());
    }

    /// Deletes what is left of the staging folder.
    @Override
    public void close() throws IOException {
        if (folder != null) {
            Folders.delete(folder);
        }
    }

    static final class Builder {
        private final Path folder;
        private final Map<String, UploadedFile> files = new LinkedHashMap<>();

        Builder(Path folder) {
            this.folder = folder;
        }

        void add(String partName, String name, long size) {
            files.put(name, new UploadedFile(partName, name, size));
        }

        Upload build(Fields fields) {
            return new Upload(fields, folder, List.copyOf(files.values()));
        }
    }
}
