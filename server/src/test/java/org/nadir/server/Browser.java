package org.nadir.server;

import java.net.HttpCookie;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A script that behaves as a browser without JavaScript: keeps cookies, reads hidden fields, sends urlencoded forms, and
/// follows no redirect by itself.
final class Browser {

    private static final Pattern CSRF =
            Pattern.compile(
                    "<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"([^\"]+)\"");

    private final Client client;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(Client client) {
        this.client = client;
    }

    static Browser at(TestServer server) {
        return new Browser(server.anonymous());
    }

    Map<String, String> cookies() {
        return cookies;
    }

    Client.Reply get(String path) {
        return keep(withCookies().with("Accept", "text/html").get(path));
    }

    /// Sends a form as it is.
    Client.Reply post(String path, Map<String, String> fields) {
        String body =
                fields.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        return keep(
                withCookies()
                        .send(
                                "POST",
                                path,
                                BodyPublishers.ofString(body),
                                "Content-Type",
                                "application/x-www-form-urlencoded"));
    }

    /// Opens a page and sends the form on it.
    Client.Reply submit(String path, Map<String, String> fields) {
        var all = new LinkedHashMap<>(fields);
        all.put("csrfmiddlewaretoken", hidden(get(path).expect(200)));
        return post(path, all);
    }

    static String hidden(Client.Reply page) {
        Matcher field = CSRF.matcher(page.text());
        if (!field.find()) {
            throw new AssertionError("No csrfmiddlewaretoken in " + page.text());
        }
        return field.group(1);
    }

    Client.Reply login(String username, String password) {
        return submit("/login/", Map.of("username", username, "password", password));
    }

    /// Who the server thinks is there; empty for nobody.
    String username() {
        return withCookies().get("/api/session/").expect(200).json().path("username").asText("");
    }

    Client withCookies() {
        return cookies.isEmpty() ? client : client.with("Cookie", cookieHeader());
    }

    private String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private Client.Reply keep(Client.Reply reply) {
        for (String header : reply.response().headers().allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(header)) {
                if (cookie.getMaxAge() == 0) {
                    cookies.remove(cookie.getName());
                } else {
                    cookies.put(cookie.getName(), cookie.getValue());
                }
            }
        }
        return reply;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
