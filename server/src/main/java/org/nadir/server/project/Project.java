package org.nadir.server.project;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row of `projects`.
///
/// @param createdAt microseconds since 1970
/// @param publicId names the project's public map; made when the project first becomes public
public record Project(
        long id,
        long ownerId,
        String name,
        String description,
        long createdAt,
        List<String> tags,
        boolean isPublic,
        boolean publicEdit,
        @Nullable String publicId) {

    static Project of(ResultSet row) throws SQLException {
        return new Project(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getString("name"),
                row.getString("description"),
                row.getLong("created_at"),
                tags(row.getString("tags")),
                row.getBoolean("is_public"),
                row.getBoolean("public_edit"),
                row.getString("public_id"));
    }

    /// Tags are kept as one text with spaces between them.
    public static List<String> tags(String joined) {
        return joined.isBlank() ? List.of() : Arrays.asList(joined.strip().split("\\s+"));
    }
}
