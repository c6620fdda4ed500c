package org.nadir.server;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.nodeodm.NodeClient;
import org.nadir.server.account.AccountRoutes;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.Authenticator;
import org.nadir.server.account.BrowserSessions;
import org.nadir.server.account.LoginRoutes;
import org.nadir.server.account.OutsideCheck;
import org.nadir.server.account.Outsiders;
import org.nadir.server.account.PasswordRoutes;
import org.nadir.server.account.Profiles;
import org.nadir.server.account.Quotas;
import org.nadir.server.account.Right;
import org.nadir.server.account.SessionRoutes;
import org.nadir.server.account.TokenRoutes;
import org.nadir.server.admin.AdminGroupRoutes;
import org.nadir.server.admin.AdminProfileRoutes;
import org.nadir.server.admin.AdminUserRoutes;
import org.nadir.server.admin.Administration;
import org.nadir.server.admin.UserRemoval;
import org.nadir.server.asset.AssetRoutes;
import org.nadir.server.db.Database;
import org.nadir.server.export.ExportRoutes;
import org.nadir.server.hook.Deliveries;
import org.nadir.server.hook.Outbox;
import org.nadir.server.http.Cors;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.http.Pages;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Uploads;
import org.nadir.server.http.WebUi;
import org.nadir.server.identity.ExternalAuth;
import org.nadir.server.identity.ExternalAuthRoutes;
import org.nadir.server.identity.OidcRoutes;
import org.nadir.server.identity.SignIn;
import org.nadir.server.job.JobRoutes;
import org.nadir.server.job.Jobs;
import org.nadir.server.live.Changes;
import org.nadir.server.live.EventRoutes;
import org.nadir.server.media.MediaRoutes;
import org.nadir.server.node.NodePermissionRoutes;
import org.nadir.server.node.NodeRoutes;
import org.nadir.server.node.NodeWatch;
import org.nadir.server.node.Nodes;
import org.nadir.server.page.PageRoutes;
import org.nadir.server.page.PublicPageRoutes;
import org.nadir.server.page.Settings;
import org.nadir.server.page.SettingsRoutes;
import org.nadir.server.preset.PresetRoutes;
import org.nadir.server.preset.Presets;
import org.nadir.server.project.ProjectAccess;
import org.nadir.server.project.ProjectPermissionRoutes;
import org.nadir.server.project.ProjectRoutes;
import org.nadir.server.project.Projects;
import org.nadir.server.scene.SceneRoutes;
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
    private final Accounts accounts;
    private final Projects projects;
    private final boolean adminCreated;

    private NadirServer(
            Opened opened,
            Javalin web,
            Accounts accounts,
            Projects projects,
            boolean adminCreated) {
        this.opened = opened;
        this.web = web;
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

        HttpClient http = opened.add(NodeClient.httpClient());
        Administration administration = choices.administration();
        var outbox = new Outbox(database.jdbi(), administration.webhooks());
        var nodes = new Nodes(database.jdbi(), outbox);
        SignIn signIn = config.signIn();
        ExternalAuth external = external(signIn, database, http, nodes);
        var accounts =
                new Accounts(
                        database.jdbi(),
                        data.resolve("secret.key"),
                        choices.tokenLife(),
                        choices.passwordIterations(),
                        signIn.clock(),
                        external == null ? OutsideCheck.none() : external);
        accounts.users().ensureDefaultGroup();
        boolean adminCreated = createAdmin(accounts, config.admin());
        var presets = new Presets(database.jdbi());
        presets.ensureSystemPresets();

        var changes = new Changes();
        var projects = new Projects(database.jdbi());
        var quotas = new Quotas(database.jdbi(), outbox, administration.quotaGrace());
        var tasks = new Tasks(database.jdbi());
        var transitions = new Transitions(database.jdbi(), changes, outbox);
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
                                quotas,
                                choices.pace()));
        Jobs jobs = opened.add(new Jobs(database.jdbi(), store.jobs(), lock.isAlone()));
        workshop.alsoCleans(jobs::cleanUp);
        if (lock.isAlone()) {
            workshop.recover();
        }
        if (!embedded) {
            lock.share();
        }
        Deliveries deliveries =
                opened.add(
                        new Deliveries(
                                outbox,
                                administration.webhooks(),
                                http,
                                choices.pace().localPoll(),
                                choices.pace().retry()));
        var events = new EventRoutes(changes, projects, tasks);

        var projectAccess = new ProjectAccess(projects);
        var taskAccess = new TaskAccess(tasks, projects);
        var json = new TaskJson(nodes, choices.uuidTaskIds());
        var moves = new TaskMoves(tasks, transitions, projects, store, changes);
        var uploads = new Uploads(store.temporary(), choices.reserveBytes());
        var form =
                new ProjectRoutes.ProjectListForm(
                        choices.plainProjectList(), choices.uuidTaskIds());

        Pages pages = Pages.load();
        var browsers = new BrowserSessions(accounts);
        var oidc = new OidcRoutes(signIn, http, accounts, browsers);

        var routes = new RouteTable();
        new IndexRoutes().addTo(routes);
        new AccountRoutes(accounts, administration.userSearch()).addTo(routes);
        new SessionRoutes(accounts, browsers, oidc.buttons(), IndexRoutes.VERSION).addTo(routes);
        var removal = new UserRemoval(database.jdbi(), projects, changes);
        new AdminUserRoutes(accounts, removal).addTo(routes);
        new AdminGroupRoutes(accounts).addTo(routes);
        new AdminProfileRoutes(accounts, quotas).addTo(routes);
        new LoginRoutes(accounts, browsers, pages).addTo(routes);
        new PasswordRoutes(accounts, browsers, pages).addTo(routes);
        new TokenRoutes(
                        accounts.apiTokens(),
                        (caller, project) ->
                                projects.find(project).isPresent()
                                        && projects.rights(caller, project).contains(Right.VIEW),
                        signIn.clock())
                .addTo(routes);
        oidc.addTo(routes);
        if (external != null) {
            new ExternalAuthRoutes(external, browsers, accounts.profiles(), signIn.cluster())
                    .addTo(routes);
        }
        new PageRoutes(accounts, projects, projectAccess, taskAccess, nodes, watch, changes, pages)
                .addTo(routes);
        new PublicPageRoutes(taskAccess, projects, pages).addTo(routes);
        new SettingsRoutes(new Settings(database.jdbi())).addTo(routes);
        new ProjectRoutes(projects, projectAccess, accounts, changes, form).addTo(routes);
        new ProjectPermissionRoutes(projects, projectAccess, accounts, changes).addTo(routes);
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
        new MediaRoutes(tasks, taskAccess, store, uploads, changes).addTo(routes);
        new SceneRoutes(tasks, taskAccess).addTo(routes);
        opened.add(new TileRoutes(taskAccess, store)).addTo(routes);
        new ExportRoutes(taskAccess, store, jobs).addTo(routes);
        new JobRoutes(jobs).addTo(routes);
        new NodeRoutes(nodes, watch, accounts, choices.pace().onlineLimit()).addTo(routes);
        new NodePermissionRoutes(nodes, accounts).addTo(routes);
        new PresetRoutes(presets, accounts).addTo(routes);
        events.addTo(routes);

        Javalin web = listen(config, routes, accounts, pages);
        opened.add(web::stop);
        // Ended before the web server, which else would wait for the streams.
        opened.add(events);
        watch.start();
        workshop.start();
        deliveries.start();
        LOG.info("Listening on {}:{}", config.host(), web.port());
        return new NadirServer(opened, web, accounts, projects, adminCreated);
    }

    private static boolean createAdmin(Accounts accounts, ServerConfig.@Nullable FirstAdmin admin) {
        return admin != null
                && accounts.createFirstSuperuser(admin.username(), admin.password()).isPresent();
    }

    private static @Nullable ExternalAuth external(
            SignIn signIn, Database database, HttpClient http, Nodes nodes) {
        URI address = signIn.external();
        return address == null
                ? null
                : ExternalAuth.of(
                        address,
                        http,
                        new Outsiders(database.jdbi()),
                        new Profiles(database.jdbi()),
                        nodes);
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
