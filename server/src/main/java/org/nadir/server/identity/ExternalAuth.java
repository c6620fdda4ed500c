package org.nadir.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.server.account.OutsideCheck;
import org.nadir.server.account.Outsiders;
import org.nadir.server.account.Profiles;
import org.nadir.server.account.User;
import org.nadir.server.node.Nodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An identity server that knows passwords and cookies, and tells with a user's id also the quota and the processing node.
/// What it says of a user is written down at each login. Thread-safe.
public final class ExternalAuth implements OutsideCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalAuth.class);
    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}@.+_-]{1,150}");

    /// Ids go into JSON, where larger numbers are no longer exact.
    private static final long MAX_ID = 1L << 53;

    /// Any amount of megabytes.
    private static final double UNLIMITED = -1;

    private final URI address;
    private final OutsideHttp http;
    private final Outsiders users;
    private final Profiles profiles;
    private final Nodes nodes;

    ExternalAuth(URI address, OutsideHttp http, Outsiders users, Profiles profiles, Nodes nodes) {
        this.address = address;
        this.http = http;
        this.users = users;
        this.profiles = profiles;
        this.nodes = nodes;
    }

    public static ExternalAuth of(
            URI address,
            java.net.http.HttpClient http,
            Outsiders users,
            Profiles profiles,
            Nodes nodes) {
        return new ExternalAuth(address, new OutsideHttp(http), users, profiles, nodes);
    }

    @Override
    public Optional<User> login(String username, String password) {
        return ask(Map.of("username", username, "password", password), "");
    }

    /// The user of a token that the identity server gave to the browser.
    Optional<User> byToken(String token) {
        return ask(Map.of(), "Bearer " + token);
    }

    private Optional<User> ask(Map<String, String> form, String authorization) {
        try {
            return accept(http.post(address, form, authorization).json());
        } catch (IOException silent) {
            LOG.warn("The identity server at {} gives no answer: {}", address, silent.toString());
        } catch (IllegalArgumentException unsendable) {
            LOG.debug("Not a token that can be sent", unsendable);
        }
        return Optional.empty();
    }

    private Optional<User> accept(JsonNode answer) {
        if (answer.has("message") || answer.has("error")) {
            return Optional.empty();
        }
        String id = answer.path("user_id").asText("");
        String username = answer.path("username").asText("");
        if (!id.matches("[1-9][0-9]{0,15}")
                || Long.parseLong(id) > MAX_ID
                || !USERNAME.matcher(username).matches()) {
            LOG.warn("The identity server named no user that can be: {} {}", id, username);
            return Optional.empty();
        }
        Optional<User> user = users.adopt(Long.parseLong(id), username);
        if (user.isEmpty()) {
            LOG.warn(
                    "The identity server's user {} {} is somebody else here: login refused",
                    id,
                    username);
        }
        user.ifPresent(known -> update(known, answer));
        return user;
    }

    private void update(User user, JsonNode answer) {
        JsonNode node = answer.path("node");
        JsonNode limit = node.path("limits").path("maxQuota");
        JsonNode quota = limit.isMissingNode() ? answer.path("maxQuota") : limit;
        profiles.setQuota(user.id(), quota.isNumber() ? quota.asDouble() : UNLIMITED);
        String token = node.path("token").asText("");
        String host = node.path("hostname").asText("");
        int port = node.path("port").asInt(0);
        if (token.isEmpty() || host.isEmpty() || token.length() > 1024 || host.length() > 255) {
            return;
        }
        try {
            nodes.ensureForUser(new NodeAddress(host, port, token), user.id());
        } catch (IllegalArgumentException impossible) {
            LOG.warn("The identity server named no node that can be: {}", impossible.getMessage());
        }
    }
}
