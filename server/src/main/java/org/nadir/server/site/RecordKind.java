package org.nadir.server.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Upload;

/// A kind of record with pages on which administrators list, add, change and delete them, see [RecordPages].
interface RecordKind {

    /// A line of the list.
    ///
    /// @param note what sets it apart; empty for nothing
    record Line(long id, String name, String note) {}

    /// What a form brought.
    ///
    /// @param values one for each field, empty where nothing was sent
    /// @param errors takes what is wrong
    record Sent(Map<String, String> values, Upload upload, FieldReader errors) {

        String value(String field) {
            return values.getOrDefault(field, "");
        }
    }

    /// As it stands in paths.
    String name();

    /// For headings: one of it, and many.
    String one();

    String many();

    /// Whether only super users may; else also staff with the global permission, such as `change_basemap`.
    boolean superOnly();

    /// Whether records can be added and deleted.
    boolean open();

    List<FormField> fields();

    List<Line> list();

    /// What a new one begins with.
    Map<String, String> blank();

    Optional<Map<String, String>> find(long id);

    /// Stores what is without errors.
    ///
    /// @param id null for a new one
    /// @throws org.nadir.server.http.Problem naming what is wrong
    void save(@Nullable Long id, Sent sent) throws java.io.IOException;

    /// @throws org.nadir.server.http.Problem when it must stay
    void delete(long id);
}
