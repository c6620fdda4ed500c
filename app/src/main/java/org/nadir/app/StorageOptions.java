package org.nadir.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the server keeps what it has: flags of every command that uses that.
final class StorageOptions {

    @Option(
            names = "--data",
            defaultValue = "data",
            description = "Data folder: database, photos, results (default: ./${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Option(
            names = "--database-url",
            description = "JDBC URL of the database (default: SQLite in the data folder).")
    @Nullable String databaseUrl;
}
