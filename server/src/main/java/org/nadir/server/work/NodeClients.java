package org.nadir.server.work;

import java.net.http.HttpClient;
import java.time.Duration;
import org.nadir.nodeodm.NodeClient;
import org.nadir.server.node.ProcessingNode;

/// Clients for nodes, all on one pool of connections.
final class NodeClients {

    private final HttpClient http;
    private final Pace pace;

    NodeClients(HttpClient http, Pace pace) {
        this.http = http;
        this.pace = pace;
    }

    NodeClient of(ProcessingNode node) {
        return new NodeClient(node.address(), http);
    }

    /// How long to wait between two questions to a node.
    Duration poll(ProcessingNode node) {
        return node.local() ? pace.localPoll() : pace.remotePoll();
    }
}
