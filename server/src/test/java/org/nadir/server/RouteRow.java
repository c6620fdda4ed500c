package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A line of `route-walk.tsv`: a route, a request that fits it, and what each role gets.
///
/// @param isNew whether each call gets things of its own, as it changes or removes them
/// @param body see [Walk#send]
/// @param expected `ok`, `403` or `404` by role
record RouteRow(String method, String path, boolean isNew, String body, List<String> expected) {

    private static final int FIRST_ROLE = 4;

    String name() {
        return method + " " + path;
    }

    static List<RouteRow> all() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RouteRow.class.getResourceAsStream("route-walk.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(RouteRow::of)
                    .toList();
        }
    }

    private static RouteRow of(String line) {
        List<String> cells = List.of(line.split("\t"));
        assertThat(cells).as(line).hasSize(FIRST_ROLE + Walk.Role.values().length);
        return new RouteRow(
                cells.get(0),
                cells.get(1),
                cells.get(2).equals("new"),
                cells.get(3),
                cells.subList(FIRST_ROLE, cells.size()));
    }
}
