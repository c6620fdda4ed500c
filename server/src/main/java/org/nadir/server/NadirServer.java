package org.nadir.server;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.nodeodm.NodeClient;
import org.nadir.server.account.AccountRoutes;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.Authenticator;
import org.nadir.server.account.SessionRoutes;
import org.nadir.server.asset.AssetRoutes;
import org.nadir.server.db.Database;
import org.nadir.server.http.Cors;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Uploads;
import org.nadir.server.http.WebUi;
import org.nadir.server.http.WireRules;
import org.nadir.server.live.Changes;
import org.nadir.server.live.EventRoutes;
import org.nadir.server.node.NodeRoutes;
import org.nadir.server.node.NodeWatch;
import org.nadir.server.node.Nodes;
import org.nadir.server.openapi.OpenApiRoutes;
import org.nadir.server.preset.PresetRoutes;
import org.nadir.server.preset.Presets;
import org.nadir.server.project.ProjectAccess;
import org.nadir.server.project.ProjectRoutes;
import org.nadir.server.project.Projects;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Console;
import org.nadir.server.task.TaskAccess;
import org.nadir.server.task.TaskJson;
import org.nadir.server.task.TaskMoves;
import org.nadir.server.task.TaskRoutes;
import org.nadir.server.task.Tasks;
import org.nadir.server.task.Transitions;
import org.nadir.server.tile.TileRoutes;
import org.nadir.server.work.Workshop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: everything is put together here, top to bottom.
public final class NadirServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NadirServer.class);

    private final Opened opened;
    private final Javalin web;
    private final RouteTable routes;
    private final Accounts accounts;
    private final Projects projects;
    private final boolean adminCreated;

    private NadirServer(
            Opened opened,
            Javalin web,
            RouteTable routes,
            Accounts accounts,
            Projects projects,
            boolean adminCreated) {
        this.opened = opened;
        this.web = web;
        this.routes = routes;
        this.accounts = accounts;
        this.projects = projects;
        this.adminCreated = adminCreated;
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
        ServerConfig.Choices choices = config.choices();
        Path data = Files.createDirectories(config.data()).toRealPath();
        boolean embedded = config.databaseUrl() == null;
        DataLock lock = opened.add(embedded ? DataLock.alone(data) : DataLock.join(data));
        Database database =
                opened.add(Database.open(config.databaseUrl(), data.resolve("nadir.db")));
        MediaStore store = MediaStore.open(data, lock.isAlone());

        var accounts =
                new Accounts(
                        database.jdbi(),
                        data.resolve("secret.key"),
                        choices.tokenLife(),
                        choices.passwordIterations(),
                        Clock.systemUTC());
        accounts.users().ensureDefaultGroup();
        boolean adminCreated = createAdmin(accounts, config.admin());
        var presets = new Presets(database.jdbi());
        presets.ensureSystemPresets();

        var changes = new Changes();
        HttpClient http = opened.add(NodeClient.httpClient());
        var projects = new Projects(database.jdbi());
        var nodes = new Nodes(database.jdbi());
        var tasks = new Tasks(database.jdbi());
        var transitions = new Transitions(database.jdbi(), changes);
        var console = new Console();
        NodeAddress local = config.localNode();
        if (local != null) {
            nodes.ensureLocal(local, accounts.users().defaultGroup());
        }
        NodeWatch watch =
                opened.add(new NodeWatch(nodes, changes, http, choices.pace().nodeRefresh()));
        Workshop workshop =
                opened.add(
                        new Workshop(
                                database.jdbi(),
                                tasks,
                                transitions,
                                projects,
                                nodes,
                                store,
                                console,
                                changes,
                                http,
                                choices.pace()));
        if (lock.isAlone()) {
            workshop.recover();
        }
        if (!embedded) {
            lock.share();
        }
        var events = new EventRoutes(changes, projects, tasks);

        var projectAccess = new ProjectAccess(projects);
        var taskAccess = new TaskAccess(tasks, projects);
        var json = new TaskJson(nodes, choices.uuidTaskIds());
        var moves = new TaskMoves(tasks, transitions, projects, store, changes);
        var uploads = new Uploads(store.temporary(), choices.reserveBytes());
        var form =
                new ProjectRoutes.ProjectListForm(
                        choices.plainProjectList(), choices.uuidTaskIds());

        var routes = new RouteTable();
        new IndexRoutes().addTo(routes);
        new AccountRoutes(accounts).addTo(routes);
        new SessionRoutes(accounts, IndexRoutes.VERSION).addTo(routes);
        new ProjectRoutes(projects, projectAccess, accounts, changes, form).addTo(routes);
        new TaskRoutes(
                        tasks,
                        taskAccess,
                        projectAccess,
                        moves,
                        nodes,
                        json,
                        store,
                        uploads,
                        console,
                        changes)
                .addTo(routes);
        new AssetRoutes(taskAccess, store).addTo(routes);
        opened.add(new TileRoutes(taskAccess, store)).addTo(routes);
        new NodeRoutes(nodes, watch, accounts, choices.pace().onlineLimit()).addTo(routes);
        new PresetRoutes(presets, accounts).addTo(routes);
        events.addTo(routes);
        new OpenApiRoutes(routes, IndexRoutes.VERSION).addTo(routes);

        Javalin web = listen(config, routes, accounts);
        opened.add(web::stop);
        // Ended before the web server, which else would wait for the streams.
        opened.add(events);
        watch.start();
        workshop.start();
        LOG.info("Listening on {}:{}", config.host(), web.port());
        return new NadirServer(opened, web, routes, accounts, projects, adminCreated);
    }

    private static boolean createAdmin(Accounts accounts, ServerConfig.@Nullable FirstAdmin admin) {
        return admin != null
                && accounts.createFirstSuperuser(admin.username(), admin.password()).isPresent();
    }

    private static Javalin listen(ServerConfig config, RouteTable routes, Accounts accounts)
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
                    ErrorTable.mount(javalin.routes);
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
        return accounts;
    }

    /// The projects of this server, and the rights to them.
    public Projects projects() {
        return projects;
    }

    /// Whether the super user of the configuration was made now, and not known from before.
    public boolean adminCreated() {
        return adminCreated;
    }

    /// Stops; requests and steps that run are cut short, and go on after the next start.
    @Override
    public void close() {
        opened.close();
    }
}
