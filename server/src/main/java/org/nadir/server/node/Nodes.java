package org.nadir.server.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.nodeodm.NodeInfo;
import org.nadir.server.account.GrantForm;
import org.nadir.server.account.Grants;
import org.nadir.server.account.Right;
import org.nadir.server.db.Micros;
import org.nadir.server.hook.Outbox;
import org.nadir.server.http.Caller;

/// The rows of processing nodes and of the rights to them. Thread-safe.
public final class Nodes {

    private static final String VISIBLE =
            """
            (EXISTS (SELECT 1 FROM node_user_grants g
                     WHERE g.node_id = n.id AND g.access = :access AND g.user_id = :user)
             OR EXISTS (SELECT 1 FROM node_group_grants g
                        JOIN group_members m ON m.group_id = g.group_id
                        WHERE g.node_id = n.id AND g.access = :access AND m.user_id = :user))
            """;

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final Grants grants = Grants.ofNodes();

    public Nodes(Jdbi jdbi, Outbox outbox) {
        this.jdbi = jdbi;
        this.outbox = outbox;
    }

    public Optional<ProcessingNode> find(long id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM nodes WHERE id = :id")
                        .bind("id", id)
                        .map((row, context) -> ProcessingNode.of(row))
                        .findOne());
    }

    public List<ProcessingNode> listAll() {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM nodes ORDER BY id")
                        .map((row, context) -> ProcessingNode.of(row))
                        .list());
    }

    public Map<Long, ProcessingNode> byId() {
        var nodes = new HashMap<Long, ProcessingNode>();
        listAll().forEach(node -> nodes.put(node.id(), node));
        return nodes;
    }

    /// The nodes on which the caller holds a right, by id.
    public List<ProcessingNode> list(Caller caller, Right right) {
        if (caller.superuser()) {
            return listAll();
        }
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM nodes n WHERE " + VISIBLE + " ORDER BY id")
                        .bind("access", right.key())
                        .bind("user", caller.id())
                        .map((row, context) -> ProcessingNode.of(row))
                        .list());
    }

    public boolean may(Caller caller, long nodeId, Right right) {
        return list(caller, right).stream().anyMatch(node -> node.id() == nodeId);
    }

    public ProcessingNode create(NodeAddress address, String label, boolean local) {
        return jdbi.inTransaction(handle -> create(handle, address, label, local));
    }

    private static ProcessingNode create(
            Handle handle, NodeAddress address, String label, boolean local) {
        return handle.createQuery(
                        """
                        INSERT INTO nodes (hostname, port, token, label, is_local)
                        VALUES (:hostname, :port, :token, :label, :local) RETURNING *
                        """)
                .bind("hostname", address.host())
                .bind("port", address.port())
                .bind("token", address.token())
                .bind("label", label)
                .bind("local", local)
                .map((row, context) -> ProcessingNode.of(row))
                .one();
    }

    public ProcessingNode update(long id, NodeAddress address, String label) {
        return jdbi.inTransaction(handle ->
                handle.createQuery(
                                """
                                UPDATE nodes SET hostname = :hostname, port = :port,
                                    token = :token, label = :label
                                WHERE id = :id RETURNING *
                                """)
                        .bind("hostname", address.host())
                        .bind("port", address.port())
                        .bind("token", address.token())
                        .bind("label", label)
                        .bind("id", id)
                        .map((row, context) -> ProcessingNode.of(row))
                        .one());
    }

    /// Makes or updates the row of the node that this program runs, and lets the default group use it.
    public ProcessingNode ensureLocal(NodeAddress address, long defaultGroup) {
        return jdbi.inTransaction(handle -> {
            Optional<Long> known =
                    handle.createQuery("SELECT MIN(id) FROM nodes WHERE is_local = TRUE")
                            .mapTo(Long.class)
                            .findOne();
            if (known.isPresent()) {
                return move(handle, known.get(), address);
            }
            ProcessingNode node = create(handle, address, "Local node", true);
            handle.createUpdate(
                            """
                            INSERT INTO node_group_grants (node_id, group_id, access)
                            VALUES (:node, :group, 'view')
                            """)
                    .bind("node", node.id())
                    .bind("group", defaultGroup)
                    .execute();
            return node;
        });
    }

    private static ProcessingNode move(Handle handle, long id, NodeAddress address) {
        return handle.createQuery(
                        """
                        UPDATE nodes SET hostname = :hostname, port = :port, token = :token
                        WHERE id = :id RETURNING *
                        """)
                .bind("hostname", address.host())
                .bind("port", address.port())
                .bind("token", address.token())
                .bind("id", id)
                .map((row, context) -> ProcessingNode.of(row))
                .one();
    }

    /// Makes the node that has this token, or moves it to this address, and lets one user see and use it.
    public ProcessingNode ensureForUser(NodeAddress address, long userId) {
        ProcessingNode node =
                jdbi.inTransaction(handle -> {
                    takeTurn(handle);
                    Optional<ProcessingNode> known =
                            handle.createQuery(
                                            """
                                            SELECT * FROM nodes
                                            WHERE token = :token AND is_local = FALSE
                                            ORDER BY id LIMIT 1
                                            """)
                                    .bind("token", address.token())
                                    .map((row, context) -> ProcessingNode.of(row))
                                    .findOne();
                    return known.isPresent()
                            ? move(handle, known.get().id(), address)
                            : create(handle, address, "", false);
                });
        grantUser(node.id(), userId, Right.VIEW);
        return node;
    }

    /// Waits until no other transaction looks for the node of a user. Tokens are not unique among nodes: an administrator may
    /// give the same one to several.
    private static void takeTurn(Handle handle) {
        handle.execute("UPDATE turns SET name = name WHERE name = 'nodes of users'");
    }

    /// Lets a group use a node.
    public void grantGroup(long nodeId, long groupId, Right right) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO node_group_grants (node_id, group_id, access)
                                VALUES (:node, :group, :access) ON CONFLICT DO NOTHING
                                """)
                        .bind("node", nodeId)
                        .bind("group", groupId)
                        .bind("access", right.key())
                        .execute());
    }

    public void grantUser(long nodeId, long userId, Right right) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO node_user_grants (node_id, user_id, access)
                                VALUES (:node, :user, :access) ON CONFLICT DO NOTHING
                                """)
                        .bind("node", nodeId)
                        .bind("user", userId)
                        .bind("access", right.key())
                        .execute());
    }

    /// Who may do what with a node.
    public List<Grants.Holder> holders(long nodeId) {
        return jdbi.withHandle(handle -> grants.list(handle, nodeId));
    }

    /// Puts these grants in the place of all that there were.
    ///
    /// @throws org.nadir.server.http.Problem when one of the users or groups does not exist; then nothing changes
    public void replaceGrants(long nodeId, List<GrantForm> wanted) {
        jdbi.useTransaction(handle -> grants.replace(handle, nodeId, wanted, Grants.NOBODY));
    }

    /// Deletes a node. Its tasks stay: waiting ones look for another node, running ones have failed.
    public void delete(long id) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            """
                            UPDATE tasks SET status = NULL, node_uuid = '',
                                upload_uuid = '', next_step_at = 0
                            WHERE node_id = :id AND auto_node = TRUE AND status = 10
                            """)
                    .bind("id", id)
                    .execute();
            List<Long> failed =
                    handle.createQuery(
                                    """
                                    UPDATE tasks SET status = 30,
                                        last_error = 'The processing node was removed.'
                                    WHERE node_id = :id AND status IN (10, 20) RETURNING id
                                    """)
                            .bind("id", id)
                            .mapTo(Long.class)
                            .list();
            failed.forEach(task -> outbox.taskMayHaveEnded(handle, task, null));
            handle.createUpdate("DELETE FROM nodes WHERE id = :id").bind("id", id).execute();
        });
    }

    /// Records what a node said of itself just now.
    public void refreshed(long id, NodeInfo info, String options) {
        var values = new LinkedHashMap<String, Object>();
        values.put("id", id);
        values.put("now", Micros.now());
        values.put("queue", info.taskQueueCount());
        values.put("options", options);
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE nodes SET last_refreshed = :now,
                                    api_version = :version, queue_count = :queue,
                                    max_images = :maxImages, engine = :engine,
                                    engine_version = :engineVersion,
                                    available_options = :options
                                WHERE id = :id
                                """)
                        .bindMap(values)
                        .bind("version", info.version())
                        .bind("maxImages", info.maxImages())
                        .bind("engine", info.engine())
                        .bind("engineVersion", info.engineVersion())
                        .execute());
    }

    /// Picks the node for a task of a project: among those that the project's owner may use, that answered lately and that
    /// take this many images, the one with the shortest queue; of equal ones the oldest. Counts the task into its queue.
    public Optional<ProcessingNode> choose(long projectId, int images, Duration onlineLimit) {
        return jdbi.inTransaction(handle -> {
            Optional<ProcessingNode> best =
                    handle.createQuery(
                                    """
                                    SELECT n.* FROM nodes n, projects p, users u
                                    WHERE p.id = :project AND u.id = p.owner_id
                                      AND n.last_refreshed >= :since
                                      AND (n.max_images IS NULL OR n.max_images >= :images)
                                      AND (u.is_superuser = TRUE OR
                                    """
                                            + VISIBLE.replace(":user", "u.id")
                                            + ") ORDER BY n.queue_count, n.id LIMIT 1")
                            .bind("project", projectId)
                            .bind("since", Micros.now() - onlineLimit.toNanos() / 1000)
                            .bind("images", images)
                            .bind("access", Right.VIEW.key())
                            .map((row, context) -> ProcessingNode.of(row))
                            .findOne();
            best.ifPresent(node ->
                    handle.createUpdate(
                                    """
                                    UPDATE nodes SET queue_count = queue_count + 1
                                    WHERE id = :id
                                    """)
                            .bind("id", node.id())
                            .execute());
            return best;
        });
    }
}
