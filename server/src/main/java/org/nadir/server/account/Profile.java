package org.nadir.server.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;

/// What is known of a user beyond the account.
///
/// @param quota megabytes that the user's tasks may take; below zero: any amount
/// @param clusterId a number that a cluster of servers uses for its own ends
/// @param oidcSub who the user is to the identity provider; null for users who do not sign in there
/// @param quotaDeadline microseconds since 1970: from then on tasks above the quota are removed; null while under it
public record Profile(
        long userId,
        double quota,
        @Nullable Long clusterId,
        @Nullable String oidcSub,
        @Nullable Long quotaDeadline) {

    static Profile of(ResultSet row) throws SQLException {
        return new Profile(
                row.getLong("id"),
                row.getDouble("quota"),
                Micros.orNull(row, "cluster_id"),
                row.getString("oidc_sub"),
                Micros.orNull(row, "quota_deadline"));
    }
}
