package org.nadir.server.work;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where results may be imported from, besides what users upload.
///
/// @param privateNetworks whether URLs may lead to this machine and its network; off, they lead to the public internet only
/// @param folder results in this folder of the server can be imported as `file://name`; null for none
public record ImportSources(boolean privateNetworks, @Nullable Path folder) {

    /// The public internet.
    public static ImportSources normal() {
        return new ImportSources(false, null);
    }
}
