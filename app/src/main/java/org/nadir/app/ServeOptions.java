package org.nadir.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Flags of every command that runs the server.
final class ServeOptions {

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "Port (default: ${DEFAULT-VALUE}).")
    int port = 8000;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(
            names = "--data",
            defaultValue = "data",
            description = "Data folder: database, photos, results (default: ./${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Option(
            names = "--database-url",
            description = "JDBC URL of the database (default: SQLite in the data folder).")
    @Nullable String databaseUrl;

    @Option(
            names = "--admin-user",
            description = "Name of the first administrator, created when there is none.")
    @Nullable String adminUser;

    @Option(names = "--admin-password", description = "Password of the first administrator.")
    @Nullable String adminPassword;

    @Mixin SignInOptions signIn = new SignInOptions();

    @Option(names = "--no-node", description = "Run without the embedded processing node.")
    boolean noNode;

    @Mixin AdministrationOptions administration = new AdministrationOptions();

    @Mixin NodeOptions node = new NodeOptions();
}
