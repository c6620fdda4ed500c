package org.nadir.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.Profile;
import org.nadir.server.account.Quotas;
import org.nadir.server.account.User;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Caller;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.http.RouteTable;

/// Profiles and quotas of users, for staff. A profile has the id of its user.
public final class AdminProfileRoutes {

    private static final double MOST_HOURS = 1e6;
    private static final double MICROS_PER_HOUR = TimeUnit.HOURS.toMicros(1);

    private final Accounts accounts;
    private final Quotas quotas;

    public AdminProfileRoutes(Accounts accounts, Quotas quotas) {
        this.accounts = accounts;
        this.quotas = quotas;
    }

    public void addTo(RouteTable table) {
        String one = "/api/admin/profiles/{user}/";
        table.get("/api/admin/profiles/", Guard.staff(), this::list)
                .get(one, seen(), (request, profile) -> request.reply(json(profile)))
                .put(one, changeable(), this::update)
                .patch(one, changeable(), this::update)
                .post(one + "update_quota_deadline/", changeable(), this::setDeadline)
                .get(one + "used_quota/", seen(), this::used);
    }

    private Guard<Profile> seen() {
        return request -> {
            Guard.staff().admit(request);
            return accounts.profiles().find(request.id("user")).orElseThrow(Problem::notFound);
        };
    }

    /// Whoever may say which identity a super user has could become that super user.
    private Guard<Profile> changeable() {
        return request -> {
            Profile profile = seen().admit(request);
            boolean ofSuperuser =
                    accounts.users().find(profile.userId()).map(User::superuser).orElse(false);
            if (ofSuperuser && !request.requireCaller().superuser()) {
                throw Problem.forbidden("Only super users may change super users.");
            }
            return profile;
        };
    }

    private void list(Request request, Caller caller) {
        ArrayNode reply = Json.array();
        accounts.profiles().list().forEach(profile -> reply.add(json(profile)));
        request.reply(reply);
    }

    private void update(Request request, Profile profile) {
        var columns = new LinkedHashMap<String, @Nullable Object>();
        new FieldReader(request.fields())
                .decimal("quota", quota -> columns.put("quota", quota))
                .integerOrNull("cluster_id", id -> columns.put("cluster_id", id))
                .textOrNull("oidc_sub", 255, sub -> columns.put("oidc_sub", sub))
                .check();
        request.reply(json(save(profile.userId(), columns)));
    }

    private Profile save(long user, Map<String, @Nullable Object> columns) {
        return accounts.profiles()
                .update(user, columns)
                .orElseThrow(() -> Problem.field("oidc_sub", "This field must be unique."));
    }

    private void setDeadline(Request request, Profile profile) {
        var hours = new double[1];
        var reader = new FieldReader(request.fields());
        reader.require("hours").decimal("hours", value -> hours[0] = value);
        if (hours[0] < 0 || hours[0] > MOST_HOURS) {
            reader.error("hours", "Ensure this value is between 0 and " + (long) MOST_HOURS + ".");
        }
        reader.check();
        long deadline = Micros.now() + (long) (hours[0] * MICROS_PER_HOUR);
        accounts.profiles().setQuotaDeadline(profile.userId(), deadline);
        request.reply(Json.object().put("deadline", Quotas.epochSeconds(deadline)));
    }

    private void used(Request request, Profile profile) {
        request.reply(
                Json.object()
                        .put("used", quotas.usedMegabytes(profile.userId()))
                        .put("total", profile.quota()));
    }

    private static ObjectNode json(Profile profile) {
        return Json.object()
                .put("user", profile.userId())
                .put("quota", profile.quota())
                .put("cluster_id", profile.clusterId())
                .put("oidc_sub", profile.oidcSub());
    }
}
