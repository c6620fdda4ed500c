package org.nadir.server;

import org.nadir.server.account.AccountRoutes;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.BrowserSessions;
import org.nadir.server.account.LoginRoutes;
import org.nadir.server.account.PasswordRoutes;
import org.nadir.server.account.Right;
import org.nadir.server.account.SessionRoutes;
import org.nadir.server.account.TokenRoutes;
import org.nadir.server.admin.AdminGroupRoutes;
import org.nadir.server.admin.AdminProfileRoutes;
import org.nadir.server.admin.AdminUserRoutes;
import org.nadir.server.admin.UserRemoval;
import org.nadir.server.asset.AssetRoutes;
import org.nadir.server.download.UrlGuard;
import org.nadir.server.export.ExportRoutes;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Chunks;
import org.nadir.server.http.Pages;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Uploads;
import org.nadir.server.identity.ExternalAuthRoutes;
import org.nadir.server.identity.OidcRoutes;
import org.nadir.server.identity.SignIn;
import org.nadir.server.job.JobRoutes;
import org.nadir.server.live.Changes;
import org.nadir.server.live.EventRoutes;
import org.nadir.server.media.MediaRoutes;
import org.nadir.server.node.NodePermissionRoutes;
import org.nadir.server.node.NodeRoutes;
import org.nadir.server.openapi.OpenApiRoutes;
import org.nadir.server.page.LanguageRoutes;
import org.nadir.server.page.PageRoutes;
import org.nadir.server.page.PublicPageRoutes;
import org.nadir.server.plugin.ContourRoutes;
import org.nadir.server.plugin.MeasureRoutes;
import org.nadir.server.plugin.PluginPageRoutes;
import org.nadir.server.plugin.Plugins;
import org.nadir.server.plugin.ShortLinkRoutes;
import org.nadir.server.plugin.ShortLinks;
import org.nadir.server.preset.PresetRoutes;
import org.nadir.server.project.ProjectAccess;
import org.nadir.server.project.ProjectPermissionRoutes;
import org.nadir.server.project.ProjectRoutes;
import org.nadir.server.scene.SceneRoutes;
import org.nadir.server.site.AdminRoutes;
import org.nadir.server.site.Settings;
import org.nadir.server.site.SettingsRoutes;
import org.nadir.server.task.Alignment;
import org.nadir.server.task.DuplicateRoutes;
import org.nadir.server.task.Duplicates;
import org.nadir.server.task.ImportRoutes;
import org.nadir.server.task.TaskAccess;
import org.nadir.server.task.TaskJson;
import org.nadir.server.task.TaskMoves;
import org.nadir.server.task.TaskRoutes;
import org.nadir.server.tile.TileRoutes;
import org.nadir.server.work.ImportSources;

/// All routes of the server: who offers what, area by area.
final class Routing {

    private final ServerConfig config;
    private final Backend backend;
    private final Pages pages;
    private final ProjectAccess projectAccess;
    private final TaskAccess taskAccess;
    private final Plugins plugins;
    private final Uploads uploads;
    private final RouteTable routes = new RouteTable();

    private Routing(ServerConfig config, Backend backend, Pages pages) {
        this.config = config;
        this.backend = backend;
        this.pages = pages;
        this.projectAccess = new ProjectAccess(backend.projects, backend.accounts);
        this.taskAccess = new TaskAccess(backend.tasks, backend.projects, backend.accounts);
        this.plugins = new Plugins(backend.database.jdbi());
        this.uploads = new Uploads(backend.store.temporary(), config.choices().reserveBytes());
    }

    /// @param opened receives the parts of routes that must be closed
    static RouteTable of(
            ServerConfig config, Backend backend, Pages pages, EventRoutes events, Opened opened) {
        var routing = new Routing(config, backend, pages);
        new IndexRoutes().addTo(routing.routes);
        routing.addAccounts();
        routing.addAdministration();
        routing.addPages();
        routing.addProjectsAndTasks();
        routing.addResults(opened);
        routing.addJobs();
        routing.addNodesAndPresets();
        events.addTo(routing.routes);
        new OpenApiRoutes(routing.routes, IndexRoutes.VERSION).addTo(routing.routes);
        return routing.routes;
    }

    private void addAccounts() {
        Accounts accounts = backend.accounts;
        SignIn signIn = config.signIn();
        var browsers = new BrowserSessions(accounts);
        var oidc = new OidcRoutes(signIn, backend.http, accounts, browsers);
        new AccountRoutes(accounts, config.choices().administration().userSearch()).addTo(routes);
        new SessionRoutes(accounts, browsers, oidc.buttons(), IndexRoutes.VERSION).addTo(routes);
        new LoginRoutes(accounts, browsers, pages).addTo(routes);
        new PasswordRoutes(accounts, browsers, pages).addTo(routes);
        new TokenRoutes(accounts.apiTokens(), this::sees, signIn.clock()).addTo(routes);
        oidc.addTo(routes);
        if (backend.external != null) {
            new ExternalAuthRoutes(
                            backend.external, browsers, accounts.profiles(), signIn.cluster())
                    .addTo(routes);
        }
    }

    private boolean sees(Caller caller, long project) {
        return backend.projects.find(project).isPresent()
                && backend.projects.rights(caller, project).contains(Right.VIEW);
    }

    private void addAdministration() {
        var removal = new UserRemoval(backend.database.jdbi(), backend.projects, backend.changes);
        new AdminUserRoutes(backend.accounts, removal).addTo(routes);
        new AdminGroupRoutes(backend.accounts).addTo(routes);
        new AdminProfileRoutes(backend.accounts, backend.quotas).addTo(routes);
        var settings = new Settings(backend.database.jdbi());
        new SettingsRoutes(settings).addTo(routes);
        new AdminRoutes(settings, backend.store, backend.accounts, plugins, uploads, pages)
                .addTo(routes);
    }

    private void addPages() {
        new PageRoutes(
                        backend.accounts,
                        backend.projects,
                        projectAccess,
                        taskAccess,
                        backend.nodes,
                        backend.watch,
                        backend.changes,
                        pages)
                .addTo(routes);
        new PublicPageRoutes(taskAccess, backend.projects, pages).addTo(routes);
        new LanguageRoutes(new BrowserSessions(backend.accounts)).addTo(routes);
    }

    private void addProjectsAndTasks() {
        ServerConfig.Choices choices = config.choices();
        ImportSources imports = choices.imports();
        Changes changes = backend.changes;
        var json = new TaskJson(backend.nodes, choices.uuidTaskIds());
        var chunks = new Chunks(backend.store.staging());
        var projects =
                new ProjectRoutes(
                        backend.projects,
                        projectAccess,
                        backend.accounts,
                        changes,
                        new ProjectRoutes.ProjectListForm(
                                choices.plainProjectList(), choices.uuidTaskIds()));
        projects.addTo(routes);
        new ProjectPermissionRoutes(backend.projects, projectAccess, backend.accounts, changes)
                .addTo(routes);
        new ImportRoutes(
                        backend.tasks,
                        projectAccess,
                        backend.store,
                        uploads,
                        chunks,
                        new UrlGuard(imports.privateNetworks()),
                        imports.folder() != null,
                        json,
                        changes)
                .addTo(routes);
        var duplicates = new Duplicates(backend.tasks, backend.transitions, backend.store);
        new DuplicateRoutes(duplicates, taskAccess, projectAccess, json, projects, changes)
                .addTo(routes);
        new TaskRoutes(
                        backend.tasks,
                        taskAccess,
                        projectAccess,
                        new TaskMoves(
                                backend.tasks,
                                backend.transitions,
                                backend.projects,
                                backend.store,
                                changes),
                        backend.nodes,
                        json,
                        backend.store,
                        uploads,
                        chunks,
                        new Alignment(backend.tasks, taskAccess, backend.projects, backend.store),
                        backend.console,
                        changes)
                .addTo(routes);
        new MediaRoutes(backend.tasks, taskAccess, backend.store, uploads, chunks, changes)
                .addTo(routes);
    }

    private void addResults(Opened opened) {
        new AssetRoutes(taskAccess, backend.store).addTo(routes);
        new SceneRoutes(backend.tasks, taskAccess).addTo(routes);
        opened.add(new TileRoutes(taskAccess, backend.store)).addTo(routes);
    }

    private void addJobs() {
        new ExportRoutes(taskAccess, backend.store, backend.jobs).addTo(routes);
        new JobRoutes(backend.jobs).addTo(routes);
        new MeasureRoutes(taskAccess, backend.store, backend.jobs, plugins).addTo(routes);
        new ContourRoutes(taskAccess, backend.store, backend.jobs, plugins).addTo(routes);
        new ShortLinkRoutes(taskAccess, new ShortLinks(backend.database.jdbi()), plugins)
                .addTo(routes);
        PluginPageRoutes.addTo(routes);
    }

    private void addNodesAndPresets() {
        new NodeRoutes(
                        backend.nodes,
                        backend.watch,
                        backend.accounts,
                        config.choices().pace().onlineLimit())
                .addTo(routes);
        new NodePermissionRoutes(backend.nodes, backend.accounts).addTo(routes);
        new PresetRoutes(backend.presets, backend.accounts).addTo(routes);
    }
}
