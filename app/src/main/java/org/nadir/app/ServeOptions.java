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

    @Mixin StorageOptions storage = new StorageOptions();

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

    @Option(
            names = "--import-folder",
            description = "Results in this folder can be imported as file://name.")
    @Nullable Path importFolder;

    @Option(
            names = "--import-from-private-networks",
            description =
                    "Let imports fetch from this machine and its network too, not only from the"
                            + " public internet.")
    boolean importFromPrivateNetworks;

    @Mixin NodeOptions node = new NodeOptions();
}
