package org.nadir.server.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Fields;

/// The columns that a request sets, checked.
///
/// @param columns column name to value
public record ProjectChange(Map<String, Object> columns) {

    /// @param nameRequired as when creating or replacing
    /// @throws org.nadir.server.http.Problem naming every bad field
    static ProjectChange of(Fields fields, boolean nameRequired) {
        var columns = new LinkedHashMap<String, Object>();
        var reader = new FieldReader(fields);
        if (nameRequired) {
            reader.require("name");
        }
        reader.name("name", 255, name -> columns.put("name", name))
                .text("description", 1 << 20, text -> columns.put("description", text))
                .json("tags", tags -> columns.put("tags", joinTags(tags, reader)))
                .flag("public", flag -> columns.put("is_public", flag))
                .flag("public_edit", flag -> columns.put("public_edit", flag))
                .check();
        return new ProjectChange(columns);
    }

    /// Tags as one text with spaces between; a tag itself can thus hold none.
    public static String joinTags(JsonNode tags, FieldReader reader) {
        if (!tags.isArray()) {
            reader.error("tags", "Expected a list of items.");
            return "";
        }
        List<String> clean = new ArrayList<>();
        for (JsonNode tag : tags) {
            String text = tag.asText().strip().replaceAll("[\\s\\x00]+", "-");
            if (!text.isEmpty()) {
                clean.add(text);
            }
        }
        return String.join(" ", clean);
    }
}
