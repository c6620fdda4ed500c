package org.nadir.server.http;

import io.javalin.config.JettyConfig;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// What is refused before there is a request to speak of: broken framing, headers without end, addresses that cannot be
/// decoded. The answers have the shape of all others.
public final class WireRules {

    private WireRules() {}

    public static void apply(JettyConfig jetty) {
        jetty.modifyServer(server -> server.setErrorHandler(new JsonErrors()));
        jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JsonErrors()));
        jetty.modifyHttpConfiguration(http ->
                http.setUriCompliance(
                        http.getUriCompliance()
                                .without(
                                        "decodable",
                                        UriCompliance.Violation.UTF16_ENCODINGS,
                                        UriCompliance.Violation.BAD_PERCENT_ENCODING)));
    }

    private static final class JsonErrors extends ErrorHandler {

        @Override
        public boolean errorPageForMethod(String method) {
            return true;
        }

        @Override
        protected void generateResponse(
                Request request,
                Response response,
                int code,
                String message,
                @Nullable Throwable cause,
                Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            String body = Json.text(Json.object().put("detail", message));
            Content.Sink.write(response, true, body, callback);
        }
    }
}
