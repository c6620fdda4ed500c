package org.nadir.server.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeRefusedException;
import org.nadir.nodeodm.StageProgress;
import org.nadir.nodeodm.TaskInfo;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.http.Json;
import org.nadir.server.node.ProcessingNode;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Console;
import org.nadir.server.task.Task;
import org.nadir.server.task.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the node how a task is, keeps its console, and fetches the results once it is done.
final class PollStep {

    /// The node's share of the progress that users see; the rest is for fetching the results.
    private static final double NODE_SHARE = 0.85;

    private static final Logger LOG = LoggerFactory.getLogger(PollStep.class);

    private final NodeClients clients;
    private final Transitions transitions;
    private final MediaStore store;
    private final Console console;
    private final FetchStep fetch;

    PollStep(
            NodeClients clients,
            Transitions transitions,
            MediaStore store,
            Console console,
            FetchStep fetch) {
        this.clients = clients;
        this.transitions = transitions;
        this.store = store;
        this.console = console;
        this.fetch = fetch;
    }

    Duration run(Task task, ProcessingNode node, Running step) {
        try {
            Path file = store.console(task.projectId(), task.id());
            int known = console.lineCount(file);
            TaskInfo info =
                    step.transfer(() -> clients.of(node).taskInfo(task.state().nodeUuid(), known));
            console.append(file, info.output());
            return observe(task, node, info, step);
        } catch (NodeRefusedException refusal) {
            transitions.failed(task, String.valueOf(refusal.getMessage()), null);
        } catch (IOException passing) {
            if (ErrorTable.isDiskFull(passing)) {
                LOG.error("Disk full: task {} waits", task.id());
            } else {
                LOG.debug("Node {} cannot be reached for task {}", node.label(), task.id());
            }
        }
        return clients.poll(node);
    }

    private Duration observe(Task task, ProcessingNode node, TaskInfo info, Running step)
            throws IOException {
        switch (info.status()) {
            case QUEUED, RUNNING ->
                    transitions.observed(
                            task,
                            info.status(),
                            info.processingTimeMillis(),
                            NODE_SHARE * Math.clamp(info.progress() / 100, 0, 1),
                            detail(info));
            case FAILED ->
                    transitions.failed(task, failure(info), null, info.processingTimeMillis());
            case CANCELED -> transitions.canceled(task);
            case COMPLETED -> {
                return fetch.run(task, node, info, step);
            }
        }
        return clients.poll(node);
    }

    /// Stage, share of it and time left, under the names that the API has; null from nodes that do not tell.
    private static @Nullable JsonNode detail(TaskInfo info) {
        StageProgress detail = info.detail();
        if (detail == null) {
            return null;
        }
        return Json.object()
                .put("stage", detail.stage())
                .put("title", detail.title())
                .put("stage_progress", detail.inStage())
                .put("seconds_left", detail.secondsLeft() < 0 ? null : detail.secondsLeft());
    }

    private static String failure(TaskInfo info) {
        return info.errorMessage().isBlank()
                ? "Processing failed on the node. The console output may tell why."
                : info.errorMessage();
    }
}
