package org.nadir.server.work;

import java.time.Duration;

/// How often, how long, how many times.
///
/// @param localPoll between questions to the node that this program runs
/// @param remotePoll between questions to other nodes
/// @param nodeRefresh between looks at each node's state
/// @param onlineLimit after this silence a node counts as offline
/// @param lease a worker that is silent for so long has lost its task
/// @param heartbeat between looks at what users ask of tasks in long steps
/// @param retry first pause before a failed call to a node is tried again; doubles each time
/// @param cleanup between looks for things that can be deleted
/// @param quotas between looks at who takes more room than allowed
public record Pace(
        Duration localPoll,
        Duration remotePoll,
        Duration nodeRefresh,
        Duration onlineLimit,
        Duration lease,
        Duration heartbeat,
        Duration retry,
        Duration cleanup,
        Duration quotas) {

    /// For real use.
    public static Pace normal() {
        return new Pace(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofHours(1));
    }

    /// For tests: the same order of things in a fraction of the time.
    public static Pace quick() {
        return new Pace(
                Duration.ofMillis(50),
                Duration.ofMillis(50),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(200));
    }
}
