package org.nadir.server.site;

import org.nadir.server.account.Accounts;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;

/// Who may come to the pages under `/admin/`. Strangers are sent to the login; who is signed in and may not is told so.
final class AdminDoor {

    private final Accounts accounts;

    AdminDoor(Accounts accounts) {
        this.accounts = accounts;
    }

    Guard<Caller> staff() {
        return Guard.orLogin(Guard.staff());
    }

    Guard<Caller> superuser() {
        return Guard.orLogin(
                Guard.of(
                        "super user",
                        request -> {
                            Caller caller = Guard.staff().admit(request);
                            if (!caller.superuser()) {
                                throw Problem.forbidden();
                            }
                            return caller;
                        }));
    }

    /// @param right `add`, `change`, `delete` or `view`
    Guard<Caller> to(String right, RecordKind kind) {
        if (kind.superOnly()) {
            return superuser();
        }
        String permission = right + "_" + kind.name();
        return Guard.orLogin(
                Guard.of(
                        "staff with the permission " + permission,
                        request -> {
                            Caller caller = Guard.staff().admit(request);
                            if (!may(caller, right, kind)) {
                                throw Problem.forbidden();
                            }
                            return caller;
                        }));
    }

    /// Who may change may also look.
    boolean may(Caller caller, String right, RecordKind kind) {
        if (caller.superuser() || kind.superOnly()) {
            return caller.superuser();
        }
        var held = accounts.permissions(caller);
        return held.contains(right + "_" + kind.name())
                || (right.equals("view") && held.contains("change_" + kind.name()));
    }
}
