package org.nadir.server.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Where everybody says, after a transaction, what it changed, and where the scheduler and the live streams listen. Listeners
/// return at once. Thread-safe.
public final class Changes {

    /// Hears of changes; each method may be left out.
    public interface Listener {
        default void taskChanged(long projectId, long taskId) {}

        default void taskRemoved(long projectId, long taskId) {}

        default void projectChanged(long projectId) {}

        /// A task has something to do now; -1 for "look yourself".
        default void workWaits(long taskId) {}
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    public void stopListening(Listener listener) {
        listeners.remove(listener);
    }

    public void task(long projectId, long taskId) {
        listeners.forEach(listener -> listener.taskChanged(projectId, taskId));
    }

    public void taskRemoved(long projectId, long taskId) {
        listeners.forEach(listener -> listener.taskRemoved(projectId, taskId));
    }

    public void project(long projectId) {
        listeners.forEach(listener -> listener.projectChanged(projectId));
    }

    public void wakeScheduler() {
        wakeScheduler(-1);
    }

    public void wakeScheduler(long taskId) {
        listeners.forEach(listener -> listener.workWaits(taskId));
    }
}
