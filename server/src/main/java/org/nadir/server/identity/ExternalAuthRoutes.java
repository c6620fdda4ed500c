package org.nadir.server.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.BrowserSessions;
import org.nadir.server.account.Profiles;
import org.nadir.server.account.User;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Signs in a browser that comes with a cookie of the identity server. There only when such a server is configured.
public final class ExternalAuthRoutes {

    private static final String COOKIE = "external_access_token";

    private final ExternalAuth external;
    private final BrowserSessions browsers;
    private final Profiles profiles;
    private final SignIn.@Nullable Cluster cluster;

    public ExternalAuthRoutes(
            ExternalAuth external,
            BrowserSessions browsers,
            Profiles profiles,
            SignIn.@Nullable Cluster cluster) {
        this.external = external;
        this.browsers = browsers;
        this.profiles = profiles;
        this.cluster = cluster;
    }

    public void addTo(RouteTable table) {
        table.post("/api/external-token-auth/", Guard.open(), (request, any) -> login(request));
    }

    private void login(Request request) {
        String token = request.context().cookie(COOKIE);
        if (token == null || token.isEmpty()) {
            request.reply(error("The cookie " + COOKIE + " is not set."));
            return;
        }
        Optional<User> user = external.byToken(token).filter(User::active);
        if (user.isEmpty()) {
            request.reply(error("Unable to log in with this token."));
            return;
        }
        String elsewhere = elsewhere(user.get());
        if (elsewhere == null) {
            browsers.signIn(request, user.get());
        }
        request.reply(Json.object().put("redirect", elsewhere == null ? "/" : elsewhere));
    }

    /// The server of the cluster on which the user has a place; null for this one.
    private @Nullable String elsewhere(User user) {
        if (cluster == null) {
            return null;
        }
        return profiles.find(user.id())
                .map(profile -> profile.clusterId())
                .filter(id -> id != cluster.id())
                .map(cluster::addressOf)
                .orElse(null);
    }

    private static ObjectNode error(String sentence) {
        return Json.object().put("error", sentence);
    }
}
