package org.nadir.server.asset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;

/// The point cloud in the forms that a node did not deliver.
final class CloudForms {

    CloudForms(MediaStore store) {}

    /// Adds the names of forms that can be made on demand.
    static List<String> withConvertible(List<String> available, Path assets) {
        return available;
    }

    Path fileOf(Task task, AssetCatalog.Asset asset, Path path) throws IOException {
        return path;
    }
}
