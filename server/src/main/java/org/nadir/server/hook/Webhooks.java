package org.nadir.server.hook;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who is told of what.
///
/// @param tasks is told when a task ends; null for nobody
/// @param quotas is told when a user goes above the quota; null for nobody
/// @param secret key of the signature; messages about tasks are always signed, so it is needed for those
public record Webhooks(@Nullable URI tasks, @Nullable URI quotas, String secret) {

    /// What messages are about; names their address.
    enum Kind {
        TASK,
        QUOTA;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A user went above the quota.
    ///
    /// @param used megabytes, as `quota`
    /// @param deadline seconds since 1970
    public record QuotaExceeded(String username, double used, double quota, long deadline) {}

    public Webhooks {
        check(tasks);
        check(quotas);
        if (tasks != null && secret.isBlank()) {
            throw new IllegalArgumentException(
                    "The webhook for tasks needs a secret that signs its messages");
        }
    }

    private static void check(@Nullable URI address) {
        if (address != null
                && (address.getHost() == null
                        || !String.valueOf(address.getScheme()).matches("(?i)https?"))) {
            throw new IllegalArgumentException("Not an http or https address: " + address);
        }
    }

    public static Webhooks none() {
        return new Webhooks(null, null, "");
    }

    boolean isEmpty() {
        return tasks == null && quotas == null;
    }

    @Nullable URI address(Kind kind) {
        return switch (kind) {
            case TASK -> tasks;
            case QUOTA -> quotas;
        };
    }

    /// Without the secret, for logs.
    @Override
    public String toString() {
        return "Webhooks[tasks=" + tasks + ", quotas=" + quotas + "]";
    }
}
