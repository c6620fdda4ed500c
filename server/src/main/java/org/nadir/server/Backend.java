package org.nadir.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.nodeodm.NodeClient;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.OutsideCheck;
import org.nadir.server.account.Outsiders;
import org.nadir.server.account.Profiles;
import org.nadir.server.account.Quotas;
import org.nadir.server.admin.Administration;
import org.nadir.server.db.Database;
import org.nadir.server.hook.Deliveries;
import org.nadir.server.hook.Outbox;
import org.nadir.server.identity.ExternalAuth;
import org.nadir.server.identity.SignIn;
import org.nadir.server.job.Jobs;
import org.nadir.server.live.Changes;
import org.nadir.server.node.NodeWatch;
import org.nadir.server.node.Nodes;
import org.nadir.server.preset.Presets;
import org.nadir.server.project.Projects;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Console;
import org.nadir.server.task.Tasks;
import org.nadir.server.task.Transitions;
import org.nadir.server.work.Workshop;

/// Everything behind the routes, put together top to bottom.
final class Backend {

    final Database database;
    final MediaStore store;
    final HttpClient http;
    final Nodes nodes;
    final @Nullable ExternalAuth external;
    final Accounts accounts;
    final boolean adminCreated;
    final Presets presets;
    final Changes changes = new Changes();
    final Projects projects;
    final Quotas quotas;
    final Tasks tasks;
    final Transitions transitions;
    final Console console = new Console();
    final NodeWatch watch;
    final Jobs jobs;

    private final Workshop workshop;
    private final Deliveries deliveries;

    /// @param opened receives all that must be closed
    Backend(ServerConfig config, Opened opened) throws IOException {
        ServerConfig.Choices choices = config.choices();
        Administration administration = choices.administration();
        SignIn signIn = config.signIn();
        Path data = Files.createDirectories(config.data()).toRealPath();
        boolean embedded = config.databaseUrl() == null;
        DataLock lock = opened.add(embedded ? DataLock.alone(data) : DataLock.join(data));
        database = opened.add(Database.open(config.databaseUrl(), data.resolve("nadir.db")));
        store = MediaStore.open(data, lock.isAlone());
        http = opened.add(NodeClient.httpClient());

        var outbox = new Outbox(database.jdbi(), administration.webhooks());
        nodes = new Nodes(database.jdbi(), outbox);
        external = external(signIn);
        accounts =
                new Accounts(
                        database.jdbi(),
                        data.resolve("secret.key"),
                        choices.tokenLife(),
                        choices.passwordIterations(),
                        signIn.clock(),
                        external == null ? OutsideCheck.none() : external);
        accounts.users().ensureDefaultGroup();
        adminCreated = createAdmin(config.admin());
        presets = new Presets(database.jdbi());
        presets.ensureSystemPresets();

        projects = new Projects(database.jdbi());
        quotas = new Quotas(database.jdbi(), outbox, administration.quotaGrace());
        tasks = new Tasks(database.jdbi());
        transitions = new Transitions(database.jdbi(), changes, outbox);
        NodeAddress local = config.localNode();
        if (local != null) {
            nodes.ensureLocal(local, accounts.users().defaultGroup());
        }
        watch = opened.add(new NodeWatch(nodes, changes, http, choices.pace().nodeRefresh()));
        workshop =
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
                                choices.imports(),
                                choices.reserveBytes(),
                                choices.pace()));
        jobs = opened.add(new Jobs(database.jdbi(), store.jobs(), lock.isAlone()));
        workshop.alsoCleans(jobs::cleanUp);
        deliveries =
                opened.add(
                        new Deliveries(
                                outbox,
                                administration.webhooks(),
                                http,
                                choices.pace().localPoll(),
                                choices.pace().retry()));
        if (lock.isAlone()) {
            workshop.recover();
        }
        if (!embedded) {
            lock.share();
        }
    }

    private @Nullable ExternalAuth external(SignIn signIn) {
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

    private boolean createAdmin(ServerConfig.@Nullable FirstAdmin admin) {
        return admin != null
                && accounts.createFirstSuperuser(admin.username(), admin.password()).isPresent();
    }

    /// Begins what goes on by itself.
    void start() {
        watch.start();
        workshop.start();
        deliveries.start();
    }
}
