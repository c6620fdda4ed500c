package org.nadir.server.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;

/// What a permission editor wants somebody to have: one row of its list.
///
/// @param group whether the name is of a group, not of a user
public record GrantForm(boolean group, String name, Set<Right> rights) {

    private static final int MAX_ROWS = 1000;

    /// Reads the field `permissions`: a list, in forms as JSON text.
    ///
    /// @return empty when the field was left out
    /// @param kind ends the long form of rights: `view_project`
    /// @param possible the rights that objects of this kind know
    /// @throws Problem in the shape of the permission editors
    public static Optional<List<GrantForm>> list(Fields fields, String kind, Set<Right> possible) {
        JsonNode value = fields.value("permissions");
        if (value == null) {
            return Optional.empty();
        }
        JsonNode list = value.isTextual() ? parse(value.asText()) : value;
        if (!list.isArray()) {
            throw Problem.error("permissions must be a list.");
        }
        if (list.size() > MAX_ROWS) {
            throw Problem.error("permissions must have at most " + MAX_ROWS + " rows.");
        }
        List<GrantForm> rows = new ArrayList<>();
        for (JsonNode row : list) {
            rows.add(of(row, kind, possible));
        }
        return Optional.of(rows);
    }

    private static JsonNode parse(String text) {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException broken) {
            throw Problem.error("permissions must be a list.");
        }
    }

    private static GrantForm of(JsonNode row, String kind, Set<Right> possible) {
        boolean user = row.path("username").isTextual();
        boolean group = row.path("groupname").isTextual();
        if (user == group || !row.path("permissions").isArray()) {
            throw Problem.error(
                    "Each row of permissions needs a username or a groupname, and a list of"
                            + " permissions.");
        }
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (JsonNode text : row.path("permissions")) {
            rights.add(right(text.asText(), kind, possible));
        }
        // No name holds a null character, which databases do not even want to look for.
        String name = row.path(group ? "groupname" : "username").asText().replace('\0', '?');
        return new GrantForm(group, name, rights);
    }

    private static Right right(String text, String kind, Set<Right> possible) {
        for (Right right : possible) {
            if (text.equals(right.key()) || text.equals(right.key() + "_" + kind)) {
                return right;
            }
        }
        throw Problem.error("Unknown permission: " + text);
    }
}
