package org.nadir.server.project;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.GrantForm;
import org.nadir.server.account.Right;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Fields;

/// All that the project editor sets at once.
///
/// @param change name, description and tags, empty where the request left them out
/// @param permissions null to leave them
record ProjectEdit(ProjectChange change, @Nullable List<GrantForm> permissions) {

    /// @throws org.nadir.server.http.Problem in the shape of the permission editors
    static ProjectEdit of(Fields fields) {
        var columns = new LinkedHashMap<String, Object>();
        columns.put("name", "");
        columns.put("description", "");
        columns.put("tags", "");
        var reader = new FieldReader(fields);
        reader.text("name", 255, name -> columns.put("name", name.strip()))
                .text("description", 1 << 20, text -> columns.put("description", text))
                .json("tags", tags -> columns.put("tags", ProjectChange.joinTags(tags, reader)))
                .checkFirst();
        return new ProjectEdit(
                new ProjectChange(columns),
                GrantForm.list(fields, "project", EnumSet.allOf(Right.class)).orElse(null));
    }
}
