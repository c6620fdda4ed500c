package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeClient;
import org.nadir.nodeodm.NodeRefusedException;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.node.ProcessingNode;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Console;
import org.nadir.server.task.PendingAction;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskOptions;
import org.nadir.server.task.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what users ask of a task. Each action may be begun again after a crash and comes to the same end.
final class ActionSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ActionSteps.class);

    private final NodeClients clients;
    private final Transitions transitions;
    private final MediaStore store;
    private final Console console;
    private final Pace pace;

    ActionSteps(
            NodeClients clients,
            Transitions transitions,
            MediaStore store,
            Console console,
            Pace pace) {
        this.clients = clients;
        this.transitions = transitions;
        this.store = store;
        this.console = console;
        this.pace = pace;
    }

    Duration run(PendingAction action, Task task, @Nullable ProcessingNode node, Running step) {
        try {
            switch (action) {
                case CANCEL -> cancel(task, node, step);
                case REMOVE -> remove(task, node, step);
                case RESTART -> restart(task, node, step);
                case COMPACT -> compact(task);
                case RESIZE, IMPORT ->
                        throw new IllegalArgumentException(action + " is a step of its own");
            }
            return Duration.ZERO;
        } catch (IOException disk) {
            LOG.error("{} of task {} failed", action, task.id(), disk);
            transitions.failed(task, "The action failed: " + SendStep.reason(disk), action);
            return pace.remotePoll();
        }
    }

    private void cancel(Task task, @Nullable ProcessingNode node, Running step) throws IOException {
        forget(task, node, step);
        tell(task, node, step, NodeClient::cancel);
        dropImport(task);
        transitions.canceled(task);
    }

    private interface Wish {
        void tell(NodeClient client, String uuid) throws IOException;
    }

    /// Lets the node know, when it has the task.
    private void tell(Task task, @Nullable ProcessingNode node, Running step, Wish wish) {
        String uuid = task.state().nodeUuid();
        if (node != null && !uuid.isEmpty()) {
            quietly(
                    task,
                    step,
                    () -> {
                        wish.tell(clients.of(node), uuid);
                        return "";
                    });
        }
    }

    /// What is left of an import that is not wanted any more.
    private void dropImport(Task task) throws IOException {
        if (isImporting(task)) {
            store.repairAssets(task.projectId(), task.id());
            store.endImport(task.projectId(), task.id());
        }
    }

    private boolean isImporting(Task task) {
        return Files.exists(store.importFolder(task.projectId(), task.id()));
    }

    private void remove(Task task, @Nullable ProcessingNode node, Running step) throws IOException {
        forget(task, node, step);
        tell(task, node, step, NodeClient::remove);
        console.clear(store.console(task.projectId(), task.id()));
        store.deleteTask(task.projectId(), task.id());
        transitions.removed(task);
    }

    /// Takes an upload that was cut off back from the node: it may have gone through after all.
    private void forget(Task task, @Nullable ProcessingNode node, Running step) {
        String uploading = task.state().uploadUuid();
        if (node != null && !uploading.isEmpty()) {
            quietly(
                    task,
                    step,
                    () -> {
                        clients.of(node).remove(uploading);
                        return "";
                    });
        }
    }

    /// A node that does not hear must not keep a user from getting rid of a task.
    private static void quietly(Task task, Running step, Running.Transfer<String> call) {
        try {
            step.transfer(call);
        } catch (IOException deaf) {
            LOG.info("The node of task {} did not follow: {}", task.id(), deaf.getMessage());
        }
    }

    private void restart(Task task, @Nullable ProcessingNode node, Running step)
            throws IOException {
        dropImport(task);
        if (node == null) {
            transitions.failed(
                    task,
                    "Cannot restart: the task has no processing node.",
                    PendingAction.RESTART);
            return;
        }
        boolean nodeKeepsIt = !task.state().nodeUuid().isEmpty() && restartOnNode(task, node, step);
        if (!nodeKeepsIt) {
            forget(task, node, step);
        }
        console.clear(store.console(task.projectId(), task.id()));
        transitions.restarted(task, nodeKeepsIt);
    }

    private boolean restartOnNode(Task task, ProcessingNode node, Running step) {
        NodeClient client = clients.of(node);
        String uuid = task.state().nodeUuid();
        try {
            TaskStatus status = step.transfer(() -> client.taskInfo(uuid, -1)).status();
            if (!status.isFinal()) {
                // Only ended tasks restart. It may also be our own restart of before a crash: one
                // run less matters little.
                step.transfer(() -> {
                    client.cancel(uuid);
                    return uuid;
                });
            }
            step.transfer(() -> {
                client.restart(uuid, TaskOptions.forNode(task.wish().options()));
                return uuid;
            });
            return true;
        } catch (NodeRefusedException unknown) {
            LOG.info("Node {} cannot restart task {}: it is sent anew", node.label(), task.id());
            quietly(
                    task,
                    step,
                    () -> {
                        client.remove(uuid);
                        return uuid;
                    });
            return false;
        } catch (IOException unreachable) {
            return false;
        }
    }

    private void compact(Task task) throws IOException {
        if (isImporting(task)) {
            transitions.importGoesOn(task, PendingAction.COMPACT);
            return;
        }
        for (Path file : store.inputs(task.projectId(), task.id())) {
            Files.deleteIfExists(file);
        }
        transitions.compacted(task, 0, store.size(task.projectId(), task.id()));
    }
}
