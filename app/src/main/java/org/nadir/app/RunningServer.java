package org.nadir.app;

import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.nadir.node.NodeConfig;
import org.nadir.node.NodeServer;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.server.NadirServer;
import org.nadir.server.ServerConfig;
import org.nadir.server.work.ImportSources;

/// A server and, unless it is left out, its embedded node, started together. The node listens on a free loopback port under a
/// token that only this process knows.
final class RunningServer implements AutoCloseable {

    private final NadirServer server;
    private final @Nullable NodeServer node;
    private final String address;

    private RunningServer(NadirServer server, @Nullable NodeServer node, String address) {
        this.server = server;
        this.node = node;
        this.address = address;
    }

    /// @param adminUser first administrator to create when there is none, or null
    /// @param adminPassword given exactly when `adminUser` is
    static RunningServer start(
            ServeOptions options, @Nullable String adminUser, @Nullable String adminPassword)
            throws IOException {
        NodeServer node = null;
        try {
            ServerConfig config =
                    ServerConfig.of(options.host, options.port, options.storage.data)
                            .withDatabase(options.storage.databaseUrl)
                            .withChoices(
                                    ServerConfig.Choices.normal()
                                            .withAdministration(
                                                    options.administration.administration())
                                            .withImports(
                                                    new ImportSources(
                                                            options.importFromPrivateNetworks,
                                                            options.importFolder)))
                            .withSignIn(options.signIn.read());
            if (adminUser != null && adminPassword != null) {
                config = config.withAdmin(adminUser, adminPassword);
            }
            if (!options.noNode) {
                String token = UUID.randomUUID().toString();
                node = NodeServer.start(nodeConfig(options, token));
                config = config.withLocalNode(new NodeAddress("127.0.0.1", node.port(), token));
            }
            NadirServer server = NadirServer.start(config);
            String host = options.host.equals("0.0.0.0") ? "127.0.0.1" : options.host;
            return new RunningServer(server, node, "http://" + host + ":" + server.port());
        } catch (IOException | RuntimeException failure) {
            if (node != null) {
                node.close();
            }
            throw failure;
        }
    }

    private static NodeConfig nodeConfig(ServeOptions options, String token) {
        return new NodeConfig(
                "127.0.0.1",
                0,
                options.storage.data.resolve("node"),
                token,
                options.node.parallel,
                null,
                options.node.keepHours,
                options.node.engine());
    }

    String address() {
        return address;
    }

    /// Whether the administrator that was asked for was created now; false when there was one before.
    boolean adminCreated() {
        return server.adminCreated();
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (node != null) {
            node.close();
        }
    }
}
