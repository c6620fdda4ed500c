package org.nadir.server;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.server.work.ImportSources;

/// A server as a program of its own, for tests that kill it. Says `ready` and its port on the first line that it prints.
final class ServerProgram {

    private ServerProgram() {}

    /// @param args data folder, URL of the database or `-`, port of the processing node
    public static void main(String[] args) throws Exception {
        ServerConfig config =
                TestServer.configOn(Path.of(args[0]), args[1].equals("-") ? null : args[1])
                        .withLocalNode(new NodeAddress("127.0.0.1", Integer.parseInt(args[2]), ""));
        config =
                config.withChoices(
                        config.choices().withImports(new ImportSources(true, config.data())));
        NadirServer server = NadirServer.start(config);
        System.out.println("ready " + server.port());
        new CountDownLatch(1).await();
    }
}
