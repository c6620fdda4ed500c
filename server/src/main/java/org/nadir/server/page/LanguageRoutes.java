package org.nadir.server.page;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.BrowserSessions;
import org.nadir.server.account.LoginRoutes;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// What pages of WebODM ask besides: the catalogue of texts for scripts, the choice of a language, and the tools of
/// developers, which are not there.
public final class LanguageRoutes {

    private static final String COOKIE = "django_language";
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}([-_][0-9A-Za-z]{2,8})?");
    private static final int REMEMBERED = (int) Duration.ofDays(365).toSeconds();

    /// The functions that scripts written for Django's catalogue call. There is one language, so that texts stay as they are.
    private static final String CATALOGUE =
            """
            'use strict';
            (function (scope) {
              const django = scope.django || (scope.django = {});
              const formats = {};
              const same = (text) => text;
              const plural = (one, many, count) => (count === 1 ? one : many);
              Object.assign(django, {
                catalog: django.catalog || {},
                jsi18n_initialized: true,
                pluralidx: (count) => (count === 1 ? 0 : 1),
                gettext: same,
                gettext_noop: same,
                ngettext: plural,
                pgettext: (context, text) => text,
                npgettext: (context, one, many, count) => plural(one, many, count),
                interpolate: (text, values, named) => {
                  let next = 0;
                  return named
                    ? text.replace(/%\\((\\w+)\\)s/g, (all, name) => String(values[name]))
                    : text.replace(/%s/g, () => String(values[next++]));
                },
                get_format: (name) => (name in formats ? formats[name] : name),
                formats,
              });
              for (const name of ['pluralidx', 'gettext', 'gettext_noop', 'ngettext', 'pgettext', 'npgettext', 'interpolate', 'get_format']) {
                scope[name] = django[name];
              }
            })(globalThis);
            """;

    private final BrowserSessions browsers;

    public LanguageRoutes(BrowserSessions browsers) {
        this.browsers = browsers;
    }

    public void addTo(RouteTable table) {
        table.get("/jsi18n/", Guard.open(), (request, any) -> catalogue(request))
                .get(
                        "/i18n/setlang/",
                        Guard.open(),
                        (request, any) -> leave(request, request.query("next")))
                .post("/i18n/setlang/", Guard.open(), (request, any) -> choose(request));
        for (String path : new String[] {"/dev-tools/", "/dev-tools/<path>"}) {
            table.get(path, Guard.open(), (request, any) -> notThere())
                    .post(path, Guard.open(), (request, any) -> notThere());
        }
    }

    private static void catalogue(Request request) {
        request.context()
                .contentType("text/javascript; charset=utf-8")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-cache")
                .result(CATALOGUE);
    }

    /// Remembers the wish. What is no language is not remembered, and leads on all the same.
    private void choose(Request request) {
        browsers.checkForm(request);
        String language = request.fields().text("language");
        if (language != null && LANGUAGE.matcher(language).matches()) {
            BrowserSessions.setCookie(request, COOKIE, language, "/", REMEMBERED, false);
        }
        String next = request.fields().text("next");
        leave(request, next == null ? request.query("next") : next);
    }

    /// Without a page to go to, to the front page; never to another site.
    private static void leave(Request request, @Nullable String next) {
        request.redirect(next == null ? "/" : LoginRoutes.nextPage(next));
    }

    /// They are for super users of a server in developer mode, and this one has no such mode.
    private static void notThere() {
        throw Problem.notFound();
    }
}
