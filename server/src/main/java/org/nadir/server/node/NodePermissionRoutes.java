package org.nadir.server.node;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.GrantForm;
import org.nadir.server.account.Grants;
import org.nadir.server.account.Right;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Who may use which processing node, as super users read and set it.
public final class NodePermissionRoutes {

    private static final Set<Right> POSSIBLE = EnumSet.of(Right.VIEW, Right.CHANGE, Right.DELETE);

    private final Nodes nodes;
    private final Accounts accounts;
    private final NodeAccess access;

    public NodePermissionRoutes(Nodes nodes, Accounts accounts) {
        this.nodes = nodes;
        this.accounts = accounts;
        this.access = new NodeAccess(nodes, accounts);
    }

    public void addTo(RouteTable table) {
        String permissions = "/api/processingnodes/{node}/permissions/";
        table.get(permissions, access.superuser(), this::read)
                .post(permissions, access.superuser(), this::replace);
    }

    private void read(Request request, ProcessingNode node) {
        request.context().header("X-Groups-Count", Long.toString(accounts.groups().count(null)));
        request.reply(Grants.json(nodes.holders(node.id()), Grants.NOBODY));
    }

    private void replace(Request request, ProcessingNode node) {
        List<GrantForm> wanted =
                GrantForm.list(request.fields(), "processingnode", POSSIBLE)
                        .orElseThrow(() -> Problem.error("permissions is required."));
        nodes.replaceGrants(node.id(), wanted);
        request.success();
    }
}
