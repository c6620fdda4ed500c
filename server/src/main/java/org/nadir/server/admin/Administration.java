package org.nadir.server.admin;

import java.time.Duration;
import org.nadir.server.hook.Webhooks;

/// What the operator decides about users and about other programs that want to hear of things.
///
/// @param userSearch whether users may look up each other and the groups
/// @param quotaGrace how long a user may stay above the quota before tasks are removed
/// @param webhooks who is told of what
public record Administration(boolean userSearch, Duration quotaGrace, Webhooks webhooks) {

    public Administration {
        if (quotaGrace.isNegative() || quotaGrace.compareTo(Duration.ofDays(36_500)) > 0) {
            throw new IllegalArgumentException("Quota grace: " + quotaGrace);
        }
    }

    public static Administration normal() {
        return new Administration(true, Duration.ofHours(8), Webhooks.none());
    }
}
