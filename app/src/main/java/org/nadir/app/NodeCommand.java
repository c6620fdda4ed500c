package org.nadir.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.nadir.node.NodeConfig;
import org.nadir.node.NodeServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nadir node`: only the processing node, for other servers and clients of the NodeODM protocol.
@Command(
        name = "node",
        description = "Runs only the processing node (NodeODM protocol).",
        mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            defaultValue = "3000",
            description = "Port (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    String host = "127.0.0.1";

    @Option(
            names = "--data",
            defaultValue = "data",
            description = "Data folder (default: ./${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Option(
            names = "--token",
            defaultValue = "",
            description =
                    "What clients must send; without it everyone who reaches the port may use the node.")
    String token = "";

    @Option(names = "--max-images", description = "Most files per task (default: no limit).")
    @Nullable Integer maxImages;

    @Mixin NodeOptions node = new NodeOptions();

    @Override
    public Integer call() throws Exception {
        var config =
                new NodeConfig(
                        host,
                        port,
                        data.resolve("node"),
                        token,
                        node.parallel,
                        maxImages,
                        node.keepHours,
                        node.engine());
        var stopped = new CountDownLatch(1);
        NodeServer server = NodeServer.start(config);
        Shutdown.onSignal(server, stopped);
        System.out.println("Nadir node is ready at http://" + host + ":" + server.port());
        stopped.await();
        return 0;
    }
}
