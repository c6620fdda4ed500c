package org.nadir.server;

import io.javalin.Javalin;
import java.io.IOException;
import java.util.List;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.Authenticator;
import org.nadir.server.http.Cors;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.http.Pages;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.WebUi;
import org.nadir.server.http.WireRules;
import org.nadir.server.live.EventRoutes;
import org.nadir.server.project.Projects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: what is behind the routes, the routes, and the web server in front of them.
public final class NadirServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NadirServer.class);

    private final Opened opened;
    private final Javalin web;
    private final RouteTable routes;
    private final Backend backend;

    private NadirServer(Opened opened, Javalin web, RouteTable routes, Backend backend) {
        this.opened = opened;
        this.web = web;
        this.routes = routes;
        this.backend = backend;
    }

    /// Starts a server; it answers when this returns.
    ///
    /// @throws IOException when the data folder cannot be used, or the port is taken
    public static NadirServer start(ServerConfig config) throws IOException {
        var opened = new Opened();
        try {
            return start(config, opened);
        } catch (IOException | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private static NadirServer start(ServerConfig config, Opened opened) throws IOException {
        var backend = new Backend(config, opened);
        var events = new EventRoutes(backend.changes, backend.projects, backend.tasks);
        Pages pages = Pages.load();
        RouteTable routes = Routing.of(config, backend, pages, events, opened);
        Javalin web = listen(config, routes, backend.accounts, pages);
        opened.add(web::stop);
        // Ended before the web server, which else would wait for the streams.
        opened.add(events);
        backend.start();
        LOG.info("Listening on {}:{}", config.host(), web.port());
        return new NadirServer(opened, web, routes, backend);
    }

    private static Javalin listen(
            ServerConfig config, RouteTable routes, Accounts accounts, Pages pages)
            throws IOException {
        Javalin web =
                Javalin.create(javalin -> {
                    javalin.startup.showJavalinBanner = false;
                    javalin.startup.showOldJavalinVersionWarning = false;
                    javalin.startup.startupWatcherEnabled = false;
                    javalin.concurrency.useVirtualThreads = true;
                    javalin.http.prefer405over404 = true;
                    javalin.http.maxRequestSize = Long.MAX_VALUE;
                    javalin.jetty.host = config.host();
                    javalin.jetty.port = config.port();
                    WireRules.apply(javalin.jetty);
                    javalin.resourceHandler(new WebUi());
                    Cors.mount(javalin.routes);
                    routes.mount(javalin.routes, new Authenticator(accounts));
                    ErrorTable.mount(javalin.routes, pages);
                });
        try {
            return web.start();
        } catch (RuntimeException taken) {
            throw new IOException(
                    "Cannot listen on "
                            + config.host()
                            + ":"
                            + config.port()
                            + ": "
                            + taken.getMessage(),
                    taken);
        }
    }

    public int port() {
        return web.port();
    }

    /// All that this server answers to.
    public List<RouteTable.Route<?>> routes() {
        return routes.routes();
    }

    /// The users of this server.
    public Accounts accounts() {
        return backend.accounts;
    }

    /// The projects of this server, and the rights to them.
    public Projects projects() {
        return backend.projects;
    }

    /// Whether the super user of the configuration was made now, and not known from before.
    public boolean adminCreated() {
        return backend.adminCreated;
    }

    /// Stops; requests and steps that run are cut short, and go on after the next start.
    @Override
    public void close() {
        opened.close();
    }
}
