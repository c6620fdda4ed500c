package org.nadir.server.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.BrowserSessions;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;
import org.nadir.server.http.Upload;
import org.nadir.server.http.Uploads;

/// The pages of one kind of record, under the addresses that they have in WebODM: a list, and forms to add, change and
/// delete. All kinds share these.
final class RecordPages {

    private final RecordKind kind;
    private final AdminDoor door;
    private final BrowserSessions browsers;
    private final Uploads uploads;
    private final Pages pages;
    private final String base;

    RecordPages(
            RecordKind kind,
            AdminDoor door,
            BrowserSessions browsers,
            Uploads uploads,
            Pages pages) {
        this.kind = kind;
        this.door = door;
        this.browsers = browsers;
        this.uploads = uploads;
        this.pages = pages;
        this.base = "/admin/app/" + kind.name() + "/";
    }

    void addTo(RouteTable table) {
        Guard<Caller> adder = door.to("add", kind);
        Guard<Caller> changer = door.to("change", kind);
        Guard<Caller> deleter = door.to("delete", kind);
        String record = base + "{record}/";
        table.get(base, door.to("view", kind), (request, caller) -> list(request))
                .get(base + "add/", adder, (request, caller) -> add(request))
                .post(base + "add/", adder, (request, caller) -> save(request, null))
                .get(record + "change/", changer, (request, caller) -> change(request))
                .post(
                        record + "change/",
                        changer,
                        (request, caller) -> save(request, known(request)))
                .get(record + "delete/", deleter, (request, caller) -> askToDelete(request, ""))
                .post(record + "delete/", deleter, (request, caller) -> delete(request));
    }

    private void list(Request request) {
        var rows = new StringBuilder();
        for (RecordKind.Line line : kind.list()) {
            String path = base + line.id() + "/";
            rows.append(
                    "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td></tr>\n"
                            .formatted(
                                    AdminPage.link(path + "change/", line.name()),
                                    Pages.escape(line.note()),
                                    kind.open() ? AdminPage.link(path + "delete/", "Delete") : ""));
        }
        String add =
                kind.open() ? "<p>" + AdminPage.link(base + "add/", "Add a " + kind.one()) : "";
        page(request, 200, kind.many(), "<table>" + rows + "</table>\n" + add);
    }

    private void add(Request request) {
        checkOpen();
        form(request, base + "add/", "Add a " + kind.one(), kind.blank(), Json.object());
    }

    private void checkOpen() {
        if (!kind.open()) {
            throw Problem.forbidden("There is exactly one record of this kind.");
        }
    }

    private void change(Request request) {
        long id = known(request);
        changeForm(request, id, kind.find(id).orElseThrow(Problem::notFound), Json.object());
    }

    /// The id in the path, of a record that is there.
    private long known(Request request) {
        long id = request.id("record");
        if (kind.find(id).isEmpty()) {
            throw Problem.notFound();
        }
        return id;
    }

    private void changeForm(Request request, long id, Map<String, String> values, JsonNode wrong) {
        form(request, base + id + "/change/", "Change " + kind.one(), values, wrong);
    }

    /// What is wrong is said at its field, on the form with everything else as it was sent.
    private void save(Request request, @Nullable Long id) throws IOException {
        if (id == null) {
            checkOpen();
        }
        try (Upload upload = uploads.receive(request)) {
            RecordKind.Sent sent = read(upload);
            try {
                kind.save(id, sent);
            } catch (Problem wrong) {
                if (wrong.status() != 400) {
                    throw wrong;
                }
                if (id == null) {
                    String title = "Add a " + kind.one();
                    form(request, base + "add/", title, sent.values(), wrong.body());
                } else {
                    changeForm(request, id, sent.values(), wrong.body());
                }
                return;
            }
        }
        request.redirect(base);
    }

    private RecordKind.Sent read(Upload upload) {
        var errors = new FieldReader(upload.fields());
        Map<String, String> values = new LinkedHashMap<>();
        for (FormField field : kind.fields()) {
            String text = upload.fields().text(field.name());
            String value = text == null ? "" : text.strip().replace("\r\n", "\n");
            field.check(value, errors);
            values.put(field.name(), value);
        }
        return new RecordKind.Sent(values, upload, errors);
    }

    private void form(
            Request request,
            String action,
            String title,
            Map<String, String> values,
            JsonNode wrong) {
        var body = new StringBuilder();
        if (!wrong.isEmpty()) {
            body.append("<p role=\"alert\">Please correct what is named below.</p>\n");
        }
        for (String sentence : sentences(wrong.path("non_field_errors"))) {
            body.append("<p class=\"wrong\">").append(Pages.escape(sentence)).append("</p>\n");
        }
        // The token is the first field, where it is looked for before the files are received.
        body.append(
                "<form method=\"post\" enctype=\"multipart/form-data\" action=\"%s\">%s\n"
                        .formatted(action, browsers.csrfField(request)));
        for (FormField field : kind.fields()) {
            body.append(
                    field.html(
                            values.getOrDefault(field.name(), ""),
                            sentences(wrong.path(field.name()))));
        }
        body.append(
                "<p class=\"actions\"><button type=\"submit\">Save</button> %s</p>\n</form>\n"
                        .formatted(AdminPage.link(base, "Cancel")));
        page(request, 200, title, body.toString());
    }

    private static List<String> sentences(JsonNode wrong) {
        var sentences = new ArrayList<String>();
        wrong.forEach(one -> sentences.add(one.asText()));
        return sentences;
    }

    private void askToDelete(Request request, String refused) {
        checkOpen();
        long id = known(request);
        String name =
                kind.list().stream()
                        .filter(line -> line.id() == id)
                        .map(RecordKind.Line::name)
                        .findFirst()
                        .orElseThrow(Problem::notFound);
        String alert =
                refused.isEmpty() ? "" : "<p role=\"alert\">" + Pages.escape(refused) + "</p>\n";
        String csrf = browsers.csrfField(request);
        page(
                request,
                refused.isEmpty() ? 200 : 400,
                "Delete " + kind.one(),
                alert
                        + "<p>Delete “%s”? This cannot be undone.</p>".formatted(Pages.escape(name))
                        + AdminPage.button(base + id + "/delete/", csrf, "Delete")
                        + "<p>"
                        + AdminPage.link(base, "Keep it")
                        + "</p>");
    }

    private void delete(Request request) {
        checkOpen();
        long id = known(request);
        try {
            kind.delete(id);
        } catch (Problem mustStay) {
            askToDelete(request, String.valueOf(mustStay.getMessage()));
            return;
        }
        request.redirect(base);
    }

    private void page(Request request, int status, String title, String body) {
        AdminPage.send(request, pages, status, title, body);
    }
}
