package org.nadir.app;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.nadir.server.admin.Administration;
import org.nadir.server.hook.Webhooks;
import picocli.CommandLine.Option;

/// Flags about users and about other programs that are told of things.
final class AdministrationOptions {

    @Option(
            names = "--hide-users",
            description =
                    "Users cannot look up each other, nor the groups (/api/users/, /api/groups/).")
    boolean hideUsers;

    @Option(
            names = "--quota-grace-hours",
            defaultValue = "8",
            description =
                    "A user may stay above the quota for so long before the newest tasks are removed"
                            + " (default: ${DEFAULT-VALUE}).")
    int quotaGraceHours = 8;

    @Option(
            names = "--webhook-url",
            description =
                    "Address that is told (POST) when a task completes, fails or is canceled.")
    @Nullable String webhookUrl;

    @Option(
            names = "--webhook-secret",
            description = "Key of the HMAC in the header X-Nadir-Signature of webhooks.")
    @Nullable String webhookSecret;

    @Option(
            names = "--quota-webhook-url",
            description = "Address that is told (POST) when a user goes above the quota.")
    @Nullable String quotaWebhookUrl;

    /// @throws UserError when a value does not fit
    Administration administration() {
        try {
            return new Administration(
                    !hideUsers,
                    Duration.ofHours(quotaGraceHours),
                    new Webhooks(
                            address(webhookUrl),
                            address(quotaWebhookUrl),
                            webhookSecret == null ? "" : webhookSecret));
        } catch (IllegalArgumentException wrong) {
            throw new UserError(String.valueOf(wrong.getMessage()));
        }
    }

    private static @Nullable URI address(@Nullable String text) {
        return text == null || text.isBlank() ? null : URI.create(text.strip());
    }
}
