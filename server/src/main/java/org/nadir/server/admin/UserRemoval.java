package org.nadir.server.admin;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.account.User;
import org.nadir.server.account.UserDirectory;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Problem;
import org.nadir.server.live.Changes;
import org.nadir.server.project.Projects;

/// Deletes users with all they own. In one transaction the user goes, and the projects are hidden and handed to another
/// user, their tasks marked for removal; the scheduler then removes tasks and files as it does for any deleted project, across
/// restarts. Thread-safe.
public final class UserRemoval {

    private final Jdbi jdbi;
    private final Projects projects;
    private final Changes changes;

    public UserRemoval(Jdbi jdbi, Projects projects, Changes changes) {
        this.jdbi = jdbi;
        this.projects = projects;
        this.changes = changes;
    }

    /// @throws Problem when there is no such user, or the actor may not delete it
    void remove(Caller actor, long userId) {
        List<Long> gone =
                jdbi.inTransaction(handle -> {
                    User user = UserDirectory.toChange(handle, actor, userId);
                    List<Long> owned =
                            projects.startDeletionOfAll(handle, userId, heir(handle, userId));
                    UserDirectory.delete(handle, user);
                    return owned;
                });
        gone.forEach(changes::project);
        changes.wakeScheduler();
    }

    /// Whose name the hidden projects bear until they are gone.
    private static long heir(Handle handle, long userId) {
        return handle.createQuery(
                        """
                        SELECT id FROM users WHERE id <> :user
                        ORDER BY is_superuser DESC, is_active DESC, id LIMIT 1
                        """)
                .bind("user", userId)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> Problem.rule("The last user cannot be deleted."));
    }
}
