package org.nadir.server.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.db.Micros;
import org.nadir.server.node.Nodes;
import org.nadir.server.node.ProcessingNode;
import org.nadir.server.task.PendingAction;
import org.nadir.server.task.Task;
import org.nadir.server.task.Transitions;

/// Decides, from where a task stands, what its next step is.
final class Steps {

    private final Nodes nodes;
    private final Transitions transitions;
    private final ActionSteps actions;
    private final ResizeStep resize;
    private final ImportStep imports;
    private final SendStep send;
    private final PollStep poll;
    private final Pace pace;
    private final long startedAt = Micros.now();

    Steps(
            Nodes nodes,
            Transitions transitions,
            ActionSteps actions,
            ResizeStep resize,
            ImportStep imports,
            SendStep send,
            PollStep poll,
            Pace pace) {
        this.nodes = nodes;
        this.transitions = transitions;
        this.actions = actions;
        this.resize = resize;
        this.imports = imports;
        this.send = send;
        this.poll = poll;
        this.pace = pace;
    }

    /// Does one step.
    ///
    /// @return how long the task may rest
    Duration run(Task task, Running step) {
        try {
            return step(task, step);
        } catch (CancellationException somethingElseIsWanted) {
            return Duration.ZERO;
        }
    }

    private Duration step(Task task, Running step) {
        PendingAction pending = task.state().pending();
        if (pending == PendingAction.RESIZE) {
            return resize.run(task, step);
        }
        if (pending == PendingAction.IMPORT) {
            return imports.run(task, step);
        }
        ProcessingNode node = node(task);
        if (pending != null) {
            return act(pending, task, node, step);
        }
        if (task.wish().autoNode() && !isSettled(task)) {
            if (node == null) {
                return choose(task).isPresent() ? Duration.ZERO : pace.localPoll();
            }
            if (isLost(node)) {
                return leave(task);
            }
        }
        if (node == null) {
            return pace.remotePoll();
        }
        return task.state().nodeUuid().isEmpty()
                ? send.run(task, node, step)
                : poll.run(task, node, step);
    }

    private @Nullable ProcessingNode node(Task task) {
        Long id = task.wish().nodeId();
        return id == null ? null : nodes.find(id).orElse(null);
    }

    private static boolean isSettled(Task task) {
        TaskStatus status = task.state().status();
        return status == TaskStatus.FAILED || status == TaskStatus.CANCELED;
    }

    private Optional<ProcessingNode> choose(Task task) {
        Optional<ProcessingNode> node =
                nodes.choose(task.projectId(), task.result().imagesCount(), pace.onlineLimit());
        node.ifPresent(chosen -> transitions.assigned(task, chosen.id()));
        return node;
    }

    private Duration act(
            PendingAction pending, Task task, @Nullable ProcessingNode node, Running step) {
        ProcessingNode known = node;
        if (pending == PendingAction.RESTART
                && node == null
                && task.wish().autoNode()
                && !isSettled(task)) {
            known = choose(task).orElse(null);
        }
        return actions.run(pending, task, known, step);
    }

    /// Whether a node has been silent for too long. Time in which this server did not run, and could not hear it, does not
    /// count.
    private boolean isLost(ProcessingNode node) {
        Long refreshed = node.facts().lastRefreshed();
        long lastHeard = Math.max(startedAt, refreshed == null ? 0 : refreshed);
        return Micros.now() - lastHeard > pace.onlineLimit().toNanos() / 1000;
    }

    private Duration leave(Task task) {
        if (task.state().status() == TaskStatus.RUNNING) {
            transitions.failed(task, "Processing node went offline.", null);
            return pace.remotePoll();
        }
        transitions.unassigned(task);
        return Duration.ZERO;
    }
}
