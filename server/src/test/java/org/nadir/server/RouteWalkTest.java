package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.Walk.Role;

/// Every route, asked by everybody, against `route-walk.tsv`, which is written by hand from the contract's permission model: `ok` is
/// let in (whatever then comes of the request), `403` and `404` are refused openly or as if there were nothing. A route that is
/// not in that file fails here.
@Timeout(120)
class RouteWalkTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static Walk walk;

    @BeforeAll
    static void start() {
        walk = Walk.start(data, scratch);
    }

    @AfterAll
    static void stop() {
        walk.close();
    }

    /// All routes but HEAD, which goes with GET.
    private static Stream<String> routes() {
        return walk.server().inside().routes().stream()
                .filter(route -> !route.method().name().equals("HEAD"))
                .map(route -> route.name());
    }

    @Test
    void theFileNamesEveryRouteAndNoOther() throws IOException {
        var known = new TreeSet<>(RouteRow.all().stream().map(RouteRow::name).toList());
        var missing = new ArrayList<String>();
        routes().filter(route -> !known.contains(route))
                .forEach(route ->
                        missing.add(
                                route.replace(' ', '\t')
                                        + "\t-\t-"
                                        + "\t?".repeat(Role.values().length)));
        assertThat(missing)
                .as("lines to add to route-walk.tsv, with ok, 403 or 404 for each role")
                .isEmpty();
        known.removeAll(routes().toList());
        assertThat(known).as("lines of routes that are gone").isEmpty();
    }

    @Test
    void everyGuardSaysWhomItLetsIn() {
        assertThat(
                        walk.server().inside().routes().stream()
                                .filter(route -> route.guard().right().isBlank())
                                .map(route -> route.name()))
                .as("routes whose guard was not made by Guard.of(\"whom it lets in\", …)")
                .isEmpty();
    }

    @Test
    void everybodyGetsWhatTheContractGrantsThemAndNoMore() throws IOException {
        var wrong = new ArrayList<String>();
        for (RouteRow row : RouteRow.all()) {
            for (Role role : Role.values()) {
                String expected = row.expected().get(role.ordinal());
                Walk.Answer answer = walk.send(role, row);
                if (!expected.equals(verdict(answer.status()))) {
                    wrong.add(
                            row.name()
                                    + " as "
                                    + role
                                    + ": "
                                    + answer.status()
                                    + " instead of "
                                    + expected
                                    + " "
                                    + answer.text().lines().findFirst().orElse(""));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String verdict(int status) {
        boolean letIn = status < 400 || status == 400;
        return letIn ? "ok" : Integer.toString(status);
    }
}
