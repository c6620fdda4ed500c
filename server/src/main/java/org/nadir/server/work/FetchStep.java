package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipException;
import org.nadir.nodeodm.NodeClient;
import org.nadir.nodeodm.NodeRefusedException;
import org.nadir.nodeodm.TaskInfo;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.asset.ResultArchive;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.node.ProcessingNode;
import org.nadir.server.storage.Folders;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Task;
import org.nadir.server.task.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the results of a finished task here: fetch the archive, check and unpack it beside the old results, exchange the two,
/// read what is in them. Done again from the start when cut off.
final class FetchStep {

    private static final Logger LOG = LoggerFactory.getLogger(FetchStep.class);
    private static final int ATTEMPTS = 6;
    private static final double FROM = 0.85;
    private static final double TO = 0.95;

    private final NodeClients clients;
    private final Transitions transitions;
    private final MediaStore store;
    private final Completion completion;
    private final Pace pace;

    FetchStep(
            NodeClients clients,
            Transitions transitions,
            MediaStore store,
            Completion completion,
            Pace pace) {
        this.clients = clients;
        this.transitions = transitions;
        this.store = store;
        this.completion = completion;
        this.pace = pace;
    }

    Duration run(Task task, ProcessingNode node, TaskInfo info, Running step) {
        transitions.observed(task, TaskStatus.RUNNING, info.processingTimeMillis(), FROM, null);
        try {
            if (bring(task, clients.of(node), step)) {
                finish(task, info, step);
            } else {
                transitions.failed(
                        task,
                        "Invalid zip file: the results that the node sent are damaged.",
                        null,
                        info.processingTimeMillis());
            }
        } catch (NodeRefusedException refusal) {
            transitions.failed(
                    task, String.valueOf(refusal.getMessage()), null, info.processingTimeMillis());
        } catch (IOException failure) {
            return recover(task, node, info, failure);
        }
        return Duration.ZERO;
    }

    private Duration recover(Task task, ProcessingNode node, TaskInfo info, IOException failure) {
        if (ErrorTable.isDiskFull(failure)) {
            transitions.failed(
                    task,
                    "The server has no disk space left for the results. Free some space, then"
                            + " restart the task.",
                    null,
                    info.processingTimeMillis());
            return Duration.ZERO;
        }
        LOG.warn(
                "Results of task {} cannot be fetched from {} now: {}",
                task.id(),
                node.label(),
                failure.toString());
        return pace.remotePoll();
    }

    /// @return false when the archive is still damaged after several tries
    private boolean bring(Task task, NodeClient client, Running step) throws IOException {
        Path folder = store.newTemporary("fetch-");
        try {
            return bring(task, client, folder.resolve("all.zip"), step);
        } finally {
            Folders.discard(folder);
        }
    }

    private boolean bring(Task task, NodeClient client, Path archive, Running step)
            throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var listener =
                    new TransferProgress(
                            step,
                            share -> transitions.runningProgress(task, FROM + (TO - FROM) * share));
            step.transfer(() -> {
                client.download(task.state().nodeUuid(), "all.zip", archive, listener);
                return archive;
            });
            try {
                Path incoming = store.beginAssets(task.projectId(), task.id());
                ResultArchive.extract(archive, incoming, step::isCancelled);
                return true;
            } catch (ZipException damaged) {
                LOG.warn(
                        "Archive of task {}, try {}: {}", task.id(), attempt, damaged.getMessage());
            }
        }
        store.repairAssets(task.projectId(), task.id());
        return false;
    }

    private void finish(Task task, TaskInfo info, Running step) throws IOException {
        transitions.runningProgress(task, TO);
        completion.optimise(store.incoming(task.projectId(), task.id()), step);
        completion.exchange(task);
        completion.endConsole(task);
        transitions.completed(task, completion.read(task), info.processingTimeMillis());
        LOG.info("Task {} is complete", task.id());
    }
}
