package org.nadir.server.node;

import org.nadir.server.account.Accounts;
import org.nadir.server.account.ModelPermission;
import org.nadir.server.account.Right;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;

/// The guards of routes that name a processing node. To see one, the right on it is enough; to change or delete it, the
/// global permission is needed besides. What a caller may not see answers 404.
final class NodeAccess {

    private final Nodes nodes;
    private final Accounts accounts;

    NodeAccess(Nodes nodes, Accounts accounts) {
        this.nodes = nodes;
        this.accounts = accounts;
    }

    Guard<ProcessingNode> needs(Right right) {
        return request -> {
            ProcessingNode node = visible(request);
            if (!may(request.requireCaller(), node.id(), right)) {
                throw Problem.forbidden();
            }
            return node;
        };
    }

    Guard<ProcessingNode> superuser() {
        return request -> {
            ProcessingNode node = visible(request);
            if (!request.requireCaller().superuser()) {
                throw Problem.forbidden();
            }
            return node;
        };
    }

    private ProcessingNode visible(Request request) {
        Caller caller = request.requireCaller();
        ProcessingNode node = nodes.find(request.id("node")).orElseThrow(Problem::notFound);
        if (!nodes.may(caller, node.id(), Right.VIEW)) {
            throw Problem.notFound();
        }
        return node;
    }

    boolean may(Caller caller, long nodeId, Right right) {
        return nodes.may(caller, nodeId, right)
                && switch (right) {
                    case VIEW -> true;
                    case ADD -> holds(caller, ModelPermission.ADD_PROCESSINGNODE);
                    case CHANGE -> holds(caller, ModelPermission.CHANGE_PROCESSINGNODE);
                    case DELETE -> holds(caller, ModelPermission.DELETE_PROCESSINGNODE);
                };
    }

    private boolean holds(Caller caller, ModelPermission permission) {
        return caller.superuser() || accounts.permissions(caller).contains(permission.key());
    }
}
