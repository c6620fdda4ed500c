package org.nadir.server.work;

import java.net.http.HttpClient;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.account.Quotas;
import org.nadir.server.asset.ResultReader;
import org.nadir.server.live.Changes;
import org.nadir.server.node.Nodes;
import org.nadir.server.project.Projects;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Console;
import org.nadir.server.task.Tasks;
import org.nadir.server.task.Transitions;

/// All that goes on by itself, put together: repairs at start, the scheduler with its steps, the upkeep.
public final class Workshop implements AutoCloseable {

    private final Scheduler scheduler;
    private final Upkeep upkeep;
    private final Changes changes;
    private final Transitions transitions;

    public Workshop(
            Jdbi jdbi,
            Tasks tasks,
            Transitions transitions,
            Projects projects,
            Nodes nodes,
            MediaStore store,
            Console console,
            Changes changes,
            HttpClient http,
            Quotas quotas,
            Pace pace) {
        var clients = new NodeClients(http, pace);
        var fetch =
                new FetchStep(clients, transitions, store, console, new ResultReader(store), pace);
        var steps =
                new Steps(
                        nodes,
                        transitions,
                        new ActionSteps(clients, transitions, store, console, pace),
                        new ResizeStep(transitions, store),
                        new SendStep(clients, transitions, store, pace),
                        new PollStep(clients, transitions, store, console, fetch),
                        pace);
        this.changes = changes;
        this.transitions = transitions;
        this.scheduler = new Scheduler(tasks, transitions, steps, pace);
        this.upkeep = new Upkeep(jdbi, projects, store, changes, quotas, pace);
    }

    /// Brings claims and files in line after a crash. Only for a server that is alone on its data.
    public void recover() {
        transitions.dropAllClaims();
        upkeep.repair();
    }

    /// Has a chore done together with the rest of the cleaning.
    public void alsoCleans(Upkeep.Chore chore) {
        upkeep.add(chore);
    }

    public void start() {
        changes.listen(scheduler);
        scheduler.start();
        upkeep.start();
    }

    @Override
    public void close() {
        changes.stopListening(scheduler);
        upkeep.close();
        scheduler.close();
    }
}
