package org.nadir.server.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.account.Grants;
import org.nadir.server.account.Right;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;

/// The rows of projects and of the rights to them. Thread-safe.
public final class Projects {

    private final Jdbi jdbi;
    private final Grants grants = Grants.ofProjects();

    public Projects(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// A project that is not on its way out.
    public Optional<Project> find(long id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM projects WHERE id = :id AND deleting = FALSE")
                        .bind("id", id)
                        .map((row, context) -> Project.of(row))
                        .findOne());
    }

    /// The project with this public id, if it is public.
    public Optional<Project> findPublic(String publicId) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT * FROM projects
                                WHERE public_id = :id AND is_public = TRUE AND deleting = FALSE
                                """)
                        .bind("id", publicId.toLowerCase(Locale.ROOT))
                        .map((row, context) -> Project.of(row))
                        .findOne());
    }

    /// What the caller may do with a project.
    public Set<Right> rights(Caller caller, long projectId) {
        return rights(caller, List.of(projectId)).getOrDefault(projectId, Set.of());
    }

    public Map<Long, Set<Right>> rights(Caller caller, Collection<Long> projectIds) {
        var rights = new HashMap<Long, Set<Right>>();
        if (projectIds.isEmpty()) {
            return rights;
        }
        if (caller.superuser()) {
            projectIds.forEach(id -> rights.put(id, EnumSet.allOf(Right.class)));
            return rights;
        }
        for (Grant grant : grants(caller.id(), projectIds)) {
            if (caller.isKeptFrom(grant.projectId())) {
                continue;
            }
            Set<Right> known =
                    rights.computeIfAbsent(grant.projectId(), any -> EnumSet.noneOf(Right.class));
            Right.find(grant.access()).ifPresent(known::add);
        }
        return rights;
    }

    private record Grant(long projectId, String access) {}

    private List<Grant> grants(long userId, Collection<Long> projectIds) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT project_id, access FROM project_user_grants
                                WHERE user_id = :user AND project_id IN (<projects>)
                                UNION
                                SELECT g.project_id, g.access FROM project_group_grants g
                                JOIN group_members m ON m.group_id = g.group_id
                                WHERE m.user_id = :user AND g.project_id IN (<projects>)
                                """)
                        .bind("user", userId)
                        .bindList("projects", List.copyOf(projectIds))
                        .map((row, context) -> new Grant(row.getLong(1), row.getString(2)))
                        .list());
    }

    public long count(ProjectQuery query) {
        return jdbi.withHandle(handle ->
                query.bind(handle.createQuery("SELECT COUNT(*) " + query.fromAndWhere()))
                        .mapTo(Long.class)
                        .one());
    }

    public List<Project> list(ProjectQuery query, int offset, int limit) {
        return jdbi.withHandle(handle ->
                query.bind(
                                handle.createQuery(
                                        "SELECT p.* "
                                                + query.fromAndWhere()
                                                + query.orderBy()
                                                + " LIMIT :limit OFFSET :offset"))
                        .bind("limit", limit)
                        .bind("offset", offset)
                        .map((row, context) -> Project.of(row))
                        .list());
    }

    /// The ids of all that a query finds, in its order.
    public List<Long> ids(ProjectQuery query) {
        return jdbi.withHandle(handle ->
                query.bind(
                                handle.createQuery(
                                        "SELECT p.id " + query.fromAndWhere() + query.orderBy()))
                        .map((row, context) -> row.getLong(1))
                        .list());
    }

    /// The projects with these ids, in this order; those that are gone are left out.
    public List<Project> list(List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Project> found =
                jdbi.withHandle(handle ->
                        handle.createQuery("SELECT * FROM projects WHERE id IN (<ids>)")
                                .bindList("ids", ids)
                                .map((row, context) -> Project.of(row))
                                .list());
        return found.stream()
                .sorted(Comparator.comparingInt(project -> ids.indexOf(project.id())))
                .toList();
    }

    public Project create(long ownerId, ProjectChange change) {
        return jdbi.inTransaction(handle -> {
            long id =
                    handle.createQuery(
                                    """
                                    INSERT INTO projects (owner_id, name, created_at)
                                    VALUES (:owner, '', :now) RETURNING id
                                    """)
                            .bind("owner", ownerId)
                            .bind("now", Micros.now())
                            .mapTo(Long.class)
                            .one();
            return save(handle, id, change);
        });
    }

    /// Makes "First Project" for a user who owns none.
    public Optional<Project> ensureFirst(long ownerId) {
        boolean ownsNone =
                jdbi.withHandle(handle ->
                        handle.createQuery("SELECT COUNT(*) FROM projects WHERE owner_id = :owner")
                                        .bind("owner", ownerId)
                                        .mapTo(Long.class)
                                        .one()
                                == 0);
        return ownsNone
                ? Optional.of(create(ownerId, new ProjectChange(Map.of("name", "First Project"))))
                : Optional.empty();
    }

    /// Changes the named columns and leaves the rest.
    public Project update(long id, ProjectChange change) {
        return jdbi.inTransaction(handle -> save(handle, id, change));
    }

    /// Changes a project and who it is shared with, both or nothing.
    ///
    /// @throws org.nadir.server.http.Problem when it is to be shared with somebody who does not exist
    void edit(long id, ProjectEdit edit) {
        jdbi.useTransaction(handle -> {
            Project saved = save(handle, id, edit.change());
            if (edit.permissions() != null) {
                grants.replace(handle, id, edit.permissions(), saved.ownerId());
            }
        });
    }

    /// Who may do what with a project.
    List<Grants.Holder> holders(long id) {
        return jdbi.withHandle(handle -> grants.list(handle, id));
    }

    private static Project save(Handle handle, long id, ProjectChange change) {
        var columns = new ArrayList<String>();
        change.columns().keySet().forEach(column -> columns.add(column + " = :" + column));
        if (!columns.isEmpty()) {
            handle.createUpdate(
                            "UPDATE projects SET " + String.join(", ", columns) + " WHERE id = :id")
                    .bindMap(change.columns())
                    .bind("id", id)
                    .execute();
        }
        Project saved =
                handle.createQuery("SELECT * FROM projects WHERE id = :id")
                        .bind("id", id)
                        .map((row, context) -> Project.of(row))
                        .one();
        grantAll(handle, saved);
        return saved.isPublic() && saved.publicId() == null ? publish(handle, saved) : saved;
    }

    private static void grantAll(Handle handle, Project project) {
        for (Right right : Right.values()) {
            handle.createUpdate(
                            """
                            INSERT INTO project_user_grants (project_id, user_id, access)
                            VALUES (:project, :user, :access) ON CONFLICT DO NOTHING
                            """)
                    .bind("project", project.id())
                    .bind("user", project.ownerId())
                    .bind("access", right.key())
                    .execute();
        }
    }

    private static Project publish(Handle handle, Project project) {
        return handle.createQuery(
                        "UPDATE projects SET public_id = :uuid WHERE id = :id RETURNING *")
                .bind("uuid", UUID.randomUUID().toString())
                .bind("id", project.id())
                .map((row, context) -> Project.of(row))
                .one();
    }

    /// Gives a user rights on a project; used by the permission editors and by tests.
    public void grant(long projectId, long userId, Set<Right> rights) {
        jdbi.useTransaction(handle -> {
            revoke(handle, projectId, userId);
            for (Right right : rights) {
                handle.createUpdate(
                                """
                                INSERT INTO project_user_grants (project_id, user_id, access)
                                VALUES (:project, :user, :access)
                                """)
                        .bind("project", projectId)
                        .bind("user", userId)
                        .bind("access", right.key())
                        .execute();
            }
        });
    }

    /// Takes away what a user was granted by name; rights by group stay.
    public void revoke(long projectId, long userId) {
        jdbi.useTransaction(handle -> revoke(handle, projectId, userId));
    }

    private static void revoke(Handle handle, long projectId, long userId) {
        handle.createUpdate(
                        """
                        DELETE FROM project_user_grants
                        WHERE project_id = :project AND user_id = :user
                        """)
                .bind("project", projectId)
                .bind("user", userId)
                .execute();
    }

    /// Hides a project and marks its tasks for removal; the row goes with the last task, see [#dropEmptied].
    public void startDeletion(long id) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("UPDATE projects SET deleting = TRUE WHERE id = :id")
                    .bind("id", id)
                    .execute();
            removeTasks(handle, id);
        });
    }

    /// As [#startDeletion] for all projects of an owner who is about to go; another user stands in for the owner until the
    /// rows are gone.
    ///
    /// @return the ids of those that were not hidden before
    public List<Long> startDeletionOfAll(Handle handle, long ownerId, long standIn) {
        List<Long> shown =
                handle.createQuery(
                                """
                                SELECT id FROM projects
                                WHERE owner_id = :owner AND deleting = FALSE ORDER BY id
                                """)
                        .bind("owner", ownerId)
                        .mapTo(Long.class)
                        .list();
        shown.forEach(id -> removeTasks(handle, id));
        handle.createUpdate(
                        """
                        UPDATE projects SET deleting = TRUE, owner_id = :standIn
                        WHERE owner_id = :owner
                        """)
                .bind("standIn", standIn)
                .bind("owner", ownerId)
                .execute();
        return shown;
    }

    private static void removeTasks(Handle handle, long projectId) {
        handle.createUpdate(
                        """
                        UPDATE tasks SET pending_action = 2, last_error = NULL,
                            partial = FALSE, next_step_at = 0
                        WHERE project_id = :id
                        """)
                .bind("id", projectId)
                .execute();
    }

    /// Deletes the rows of hidden projects that have no tasks left.
    ///
    /// @return their ids
    public List<Long> dropEmptied() {
        return jdbi.inTransaction(handle ->
                handle.createQuery(
                                """
                                DELETE FROM projects
                                WHERE deleting = TRUE AND NOT EXISTS
                                    (SELECT 1 FROM tasks WHERE tasks.project_id = projects.id)
                                RETURNING id
                                """)
                        .mapTo(Long.class)
                        .list());
    }

    /// The tasks of projects, oldest first.
    public Map<Long, List<TaskKey>> tasks(Collection<Long> projectIds) {
        var tasks = new HashMap<Long, List<TaskKey>>();
        if (projectIds.isEmpty()) {
            return tasks;
        }
        List<TaskKey> keys =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT project_id, id, public_id FROM tasks
                                        WHERE project_id IN (<projects>) ORDER BY id
                                        """)
                                .bindList("projects", List.copyOf(projectIds))
                                .map((row, context) ->
                                        new TaskKey(
                                                row.getLong(1), row.getLong(2), row.getString(3)))
                                .list());
        for (TaskKey key : keys) {
            tasks.computeIfAbsent(key.projectId(), any -> new ArrayList<>()).add(key);
        }
        return tasks;
    }

    /// Both names of a task.
    public record TaskKey(long projectId, long id, String publicId) {}
}
