package org.nadir.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one table from exceptions to status and body.
public final class ErrorTable {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorTable.class);

    /// Bytes of a body that are read in spite of a refusal: a large photo.
    private static final int MOST_PASSED_OVER = 32 << 20;

    private ErrorTable() {}

    public static void mount(RoutesConfig routes, Pages pages) {
        routes.exception(Problem.class, (problem, ctx) -> problem(problem, ctx, pages));
        routes.exception(
                Redirect.class, (away, ctx) -> ctx.status(302).header("Location", away.path()));
        routes.exception(
                MethodNotAllowedResponse.class,
                (refused, ctx) ->
                        writeDetail(
                                ctx, 405, "Method \"" + ctx.req().getMethod() + "\" not allowed."));
        routes.exception(
                HttpResponseException.class,
                (refused, ctx) ->
                        writeDetail(
                                ctx,
                                refused.getStatus(),
                                refused.getStatus() == 404
                                        ? "Not found."
                                        : String.valueOf(refused.getMessage())));
        routes.exception(IOException.class, ErrorTable::io);
        routes.exception(Exception.class, ErrorTable::unexpected);
    }

    /// A browser that asks for a page which is not there gets the web UI, which says so in its own words.
    private static void problem(Problem problem, Context ctx, Pages pages) {
        if (problem.retryAfter() > 0) {
            ctx.header("Retry-After", Long.toString(problem.retryAfter()));
        }
        if (problem.status() == 404 && wantsPage(ctx)) {
            ctx.status(404).contentType("text/html; charset=utf-8").result(pages.app(""));
            return;
        }
        if (problem.status() == 403 && wantsPage(ctx)) {
            String sentence = Pages.escape(String.valueOf(problem.getMessage()));
            ctx.status(403)
                    .contentType("text/html; charset=utf-8")
                    .result(pages.plain("Not allowed", "<p>" + sentence + "</p>"));
            return;
        }
        write(ctx, problem.status(), problem.body());
    }

    private static boolean wantsPage(Context ctx) {
        String accepted = ctx.header("Accept");
        return ctx.req().getMethod().equals("GET")
                && !ctx.path().startsWith("/api/")
                && accepted != null
                && accepted.contains("text/html");
    }

    private static void io(IOException failure, Context ctx) {
        if (isDiskFull(failure)) {
            LOG.warn("Disk full while serving {} {}", ctx.req().getMethod(), ctx.path());
            Problem full = diskFull();
            write(ctx, full.status(), full.body());
            return;
        }
        if (isClientGone(failure, ctx)) {
            LOG.debug("Client left during {} {}", ctx.req().getMethod(), ctx.path());
            return;
        }
        unexpected(failure, ctx);
    }

    private static void unexpected(Exception failure, Context ctx) {
        LOG.error("{} {} failed", ctx.req().getMethod(), ctx.path(), failure);
        writeDetail(ctx, 500, "The server failed to answer; its log says why.");
    }

    private static boolean isClientGone(IOException failure, Context ctx) {
        return ctx.res().isCommitted()
                || failure.getClass().getSimpleName().contains("Eof")
                || failure instanceof MultipartReader.EndedEarly;
    }

    /// Whether the disk, or the quota of this user on it, has no room left.
    public static boolean isDiskFull(Throwable failure) {
        String reason =
                failure instanceof FileSystemException files
                        ? String.valueOf(files.getReason())
                        : String.valueOf(failure.getMessage());
        String text = reason.toLowerCase(Locale.ROOT);
        return text.contains("no space left")
                || text.contains("disk quota exceeded")
                || text.contains("not enough space")
                || text.contains("sqlite_full")
                || (failure.getCause() != null && isDiskFull(failure.getCause()));
    }

    public static Problem diskFull() {
        return Problem.rule(
                "The server has no disk space left. Free some space or remove old tasks, then try"
                        + " again.");
    }

    private static void writeDetail(Context ctx, int status, String sentence) {
        write(ctx, status, Json.object().put("detail", sentence));
    }

    private static void write(Context ctx, int status, JsonNode body) {
        if (ctx.res().isCommitted()) {
            return;
        }
        passOverBody(ctx);
        ctx.status(status).contentType("application/json").result(Json.bytes(body));
    }

    /// Takes what is left of a request's body, up to a limit: a connection that is closed with unread bytes is reset, and the
    /// client that is still sending a photo would see that in place of the answer. A client that waits to be asked for the
    /// body has its answer at once; the connection is closed after it.
    private static void passOverBody(Context ctx) {
        try {
            if (BodyStream.isHeldBack(ctx)) {
                return;
            }
            InputStream body = BodyStream.of(ctx);
            var ignored = new byte[16_384];
            int taken = 0;
            for (int n = 0; n >= 0 && taken < MOST_PASSED_OVER; n = body.read(ignored)) {
                taken += n;
            }
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("No body left of {} {}", ctx.req().getMethod(), ctx.path());
        }
    }
}
