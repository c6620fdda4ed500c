package org.nadir.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `ordering` parameter of lists: names with commas between, `-` in front for descending; unknown names are passed over.
public final class Ordering {

    private Ordering() {}

    /// As an ORDER BY list.
    ///
    /// @param columns the names that may be ordered by, and their columns
    /// @param last the column that settles ties, and the whole order when no name is known
    public static String sql(@Nullable String ordering, Map<String, String> columns, String last) {
        List<String> order = new ArrayList<>();
        for (String field : ordering == null ? new String[0] : ordering.split(",")) {
            String name = field.strip();
            boolean descending = name.startsWith("-");
            String column = columns.get(descending ? name.substring(1) : name);
            if (column != null) {
                order.add(column + (descending ? " DESC" : ""));
            }
        }
        order.add(last);
        return String.join(", ", order);
    }
}
