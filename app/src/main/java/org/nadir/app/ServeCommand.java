package org.nadir.app;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `nadir serve`: the server with the web application and an embedded node.
@Command(
        name = "serve",
        description = "Runs the server, with the web application and a processing node.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    @Mixin ServeOptions serve = new ServeOptions();

    @Override
    public Integer call() throws Exception {
        if ((serve.adminUser == null) != (serve.adminPassword == null)) {
            throw new UserError("--admin-user and --admin-password go together");
        }
        var stopped = new CountDownLatch(1);
        RunningServer server = RunningServer.start(serve, serve.adminUser, serve.adminPassword);
        Shutdown.onSignal(server, stopped);
        System.out.println("Nadir is ready at " + server.address());
        stopped.await();
        return 0;
    }
}
