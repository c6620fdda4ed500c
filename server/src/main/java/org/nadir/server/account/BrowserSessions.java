package org.nadir.server.account;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Csrf;
import org.nadir.server.http.Pages;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;

/// Signs browsers in and out: the cookies of a session, and the token that its forms carry. Thread-safe.
public final class BrowserSessions {

    private final Accounts accounts;

    public BrowserSessions(Accounts accounts) {
        this.accounts = accounts;
    }

    /// @return the CSRF token of the new session
    public String signIn(Request request, User user) {
        endSession(request);
        Sessions.Opened opened = accounts.sessions().open(user.id());
        accounts.users().signedIn(user.id());
        int seconds = (int) Sessions.LIFE.toSeconds();
        setCookie(request, Authenticator.SESSION_COOKIE, opened.token(), "/", seconds, true);
        setCookie(request, Authenticator.CSRF_COOKIE, opened.csrf(), "/", seconds, false);
        return opened.csrf();
    }

    /// The session that the browser had, if any, ends here and for whoever else knows its cookie.
    private void endSession(Request request) {
        String token = request.context().cookie(Authenticator.SESSION_COOKIE);
        if (token != null) {
            accounts.sessions().close(token);
        }
    }

    public void signOut(Request request) {
        endSession(request);
        setCookie(request, Authenticator.SESSION_COOKIE, "", "/", 0, true);
        setCookie(request, Authenticator.CSRF_COOKIE, "", "/", 0, false);
    }

    /// Null when there is no session.
    @Nullable String sessionCsrf(Request request) {
        String token = request.context().cookie(Authenticator.SESSION_COOKIE);
        return Optional.ofNullable(token)
                .flatMap(accounts.sessions()::find)
                .map(Sessions.Session::csrf)
                .orElse(null);
    }

    /// The hidden field that each form on a page carries. Its value is also set as a cookie: another site can make a browser
    /// send the cookie, but cannot read it to fill in the field.
    public String csrfField(Request request) {
        String token = sessionCsrf(request);
        if (token == null) {
            token = request.context().cookie(Authenticator.CSRF_COOKIE);
        }
        if (token == null || !token.matches("[0-9a-f]{64}")) {
            token = Secrets.token();
        }
        int seconds = (int) Sessions.LIFE.toSeconds();
        setCookie(request, Authenticator.CSRF_COOKIE, token, "/", seconds, false);
        return "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                .formatted(Csrf.FIELD, Pages.escape(token));
    }

    /// For forms that are sent without a session; those with one were checked when the caller was found out.
    ///
    /// @throws Problem 403 when the form does not come from a page of ours
    public void checkForm(Request request) {
        String cookie = request.context().cookie(Authenticator.CSRF_COOKIE);
        String given = Csrf.given(request.context());
        if (given == null) {
            given = request.fields().text(Csrf.FIELD);
        }
        if (cookie == null || cookie.isEmpty()) {
            throw Problem.forbidden("CSRF Failed: CSRF cookie not set.");
        }
        if (given == null || !Secrets.same(given, cookie)) {
            throw Problem.forbidden("CSRF Failed: CSRF token missing or incorrect.");
        }
    }

    /// @param seconds 0 removes the cookie
    public static void setCookie(
            Request request,
            String name,
            String value,
            String path,
            int seconds,
            boolean httpOnly) {
        Context context = request.context();
        boolean secure = request.absoluteUrl("").startsWith("https:");
        context.cookie(
                new Cookie(name, value, path, seconds, secure, httpOnly, null, SameSite.LAX));
    }
}
