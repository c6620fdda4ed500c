package org.nadir.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.nadir.nodeodm.NodeClient;
import org.nadir.nodeodm.NodeInfo;
import org.nadir.server.clock.Ticker;
import org.nadir.server.live.Changes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks every node every now and then how it is, and writes down the answer. A node that has not answered yet since this
/// program started is asked more often. Nodes are asked side by side, so that a dead one delays nobody.
public final class NodeWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
    private static final Duration EAGER = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Nodes nodes;
    private final Changes changes;
    private final Duration period;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http;
    private final Set<Long> beingAsked = ConcurrentHashMap.newKeySet();
    private final Set<Long> answered = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Long, Long> nextNanos = new ConcurrentHashMap<>();
    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    private final Ticker clock;

    public NodeWatch(Nodes nodes, Changes changes, HttpClient http, Duration period) {
        this.nodes = nodes;
        this.changes = changes;
        this.http = http;
        this.period = period;
        this.clock =
                new Ticker(
                        "node-watch",
                        period.compareTo(LOOK) < 0 ? period : LOOK,
                        this::askThoseDue);
    }

    public void start() {
        askThoseDue();
        clock.start();
    }

    private void askThoseDue() {
        try {
            for (ProcessingNode node : nodes.listAll()) {
                Long due = nextNanos.get(node.id());
                if ((due == null || System.nanoTime() - due >= 0) && beingAsked.add(node.id())) {
                    asking.submit(() -> refreshAndPlan(node));
                }
            }
        } catch (RuntimeException database) {
            LOG.warn("Cannot read the list of nodes", database);
        }
    }

    /// Has one node asked now, unless that is under way.
    public void refreshSoon(ProcessingNode node) {
        if (beingAsked.add(node.id())) {
            asking.submit(() -> refreshAndPlan(node));
        }
    }

    private void refreshAndPlan(ProcessingNode node) {
        try {
            refresh(node);
        } catch (IOException | RuntimeException silent) {
            LOG.debug("Node {} does not answer", node.label(), silent);
        } finally {
            Duration pause = answered.contains(node.id()) ? period : EAGER;
            nextNanos.put(node.id(), System.nanoTime() + pause.toNanos());
            beingAsked.remove(node.id());
        }
    }

    /// Asks one node now.
    ///
    /// @throws IOException when it does not answer as a node does
    public void refresh(ProcessingNode node) throws IOException {
        var client = new NodeClient(node.address(), http);
        NodeInfo info = client.info();
        nodes.refreshed(node.id(), info, optionsOf(client));
        if (answered.add(node.id())) {
            LOG.info("Node {} is there: {} {}", node.label(), info.engine(), info.engineVersion());
            changes.wakeScheduler();
        }
    }

    private String optionsOf(NodeClient client) throws IOException {
        try {
            return json.writeValueAsString(client.options());
        } catch (JsonProcessingException impossible) {
            throw new IOException(impossible);
        }
    }

    @Override
    public void close() {
        clock.close();
        try {
            asking.shutdownNow();
            boolean ended = asking.awaitTermination(5, TimeUnit.SECONDS);
            LOG.debug("All questions to nodes ended: {}", ended);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
