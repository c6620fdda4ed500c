package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.nadir.nodeodm.NodeClient;
import org.nadir.nodeodm.NodeRefusedException;
import org.nadir.server.node.ProcessingNode;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskOptions;
import org.nadir.server.task.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a task's photos and options to its node. The task has a name on the node that is ours and is written down first: after
/// a crash the node is asked whether it has the task already, and nothing is processed twice.
final class SendStep {

    private static final Logger LOG = LoggerFactory.getLogger(SendStep.class);
    private static final int ATTEMPTS = 6;

    private final NodeClients clients;
    private final Transitions transitions;
    private final MediaStore store;
    private final Pace pace;

    SendStep(NodeClients clients, Transitions transitions, MediaStore store, Pace pace) {
        this.clients = clients;
        this.transitions = transitions;
        this.store = store;
        this.pace = pace;
    }

    Duration run(Task task, ProcessingNode node, Running step) {
        NodeClient client = clients.of(node);
        String uuid = task.state().uploadUuid();
        try {
            if (!uuid.isEmpty() && isKnown(client, uuid, step)) {
                transitions.accepted(task, uuid);
                return Duration.ZERO;
            }
            if (uuid.isEmpty()) {
                uuid = UUID.randomUUID().toString();
                transitions.uploadBegins(task, uuid);
            }
            transitions.accepted(task, send(client, uuid, task, step));
            return Duration.ZERO;
        } catch (NodeRefusedException refusal) {
            transitions.failed(task, String.valueOf(refusal.getMessage()), null);
        } catch (IOException unreachable) {
            LOG.info("Task {} cannot be sent to node {}", task.id(), node.label(), unreachable);
            transitions.failed(
                    task,
                    "Cannot send the images to the processing node "
                            + node.label()
                            + ": "
                            + reason(unreachable),
                    null);
        }
        return pace.remotePoll();
    }

    static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? "no connection (" + failure.getClass().getSimpleName() + ")"
                : message;
    }

    private boolean isKnown(NodeClient client, String uuid, Running step) throws IOException {
        try {
            retrying(step, () -> client.taskInfo(uuid, -1));
            return true;
        } catch (NodeRefusedException unknown) {
            return false;
        }
    }

    private String send(NodeClient client, String uuid, Task task, Running step)
            throws IOException {
        List<Path> files = store.inputs(task.projectId(), task.id());
        if (files.isEmpty()) {
            throw new NodeRefusedException("The task has no images to process.");
        }
        var listener =
                new TransferProgress(
                        step, share -> transitions.uploadProgress(task, Math.min(0.999, share)));
        return retrying(
                step,
                () ->
                        client.createTask(
                                uuid,
                                task.name(),
                                TaskOptions.forNode(task.wish().options()),
                                files,
                                listener));
    }

    /// Tries again, with growing pauses, while the node cannot be reached: it may just be starting.
    private <T> T retrying(Running step, Running.Transfer<T> call) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                return step.transfer(call);
            } catch (NodeRefusedException refusal) {
                throw refusal;
            } catch (IOException unreachable) {
                if (attempt + 1 == ATTEMPTS) {
                    throw unreachable;
                }
                pause(step, pace.retry().multipliedBy(1L << attempt));
            }
        }
    }

    private static void pause(Running step, Duration pause) throws IOException {
        step.transfer(() -> {
            try {
                Thread.sleep(pause);
                return pause;
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", cancelled);
            }
        });
    }
}
