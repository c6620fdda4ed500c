package org.nadir.server.identity;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who else may say who somebody is.
///
/// @param external asked by `POST` when a password is not known here; null for nobody
/// @param cluster this server's place among several that share the external check; null when it is the only one
/// @param providers OpenID Connect providers, in the order of their buttons
/// @param createUsers whether somebody new whom a provider vouches for gets an account
/// @param clock what tokens, links and limits go by
public record SignIn(
        @Nullable URI external,
        @Nullable Cluster cluster,
        List<OidcProvider> providers,
        boolean createUsers,
        Clock clock) {

    /// @param id of this server
    /// @param address of any server of the cluster, with `{id}` in place of its id
    public record Cluster(long id, String address) {
        String addressOf(long other) {
            return address.replace("{id}", Long.toString(other));
        }
    }

    public SignIn {
        providers = List.copyOf(providers);
        if (external != null) {
            OidcProvider.requireSecret(external);
        }
    }

    /// Only the passwords of this server.
    public static SignIn local() {
        return new SignIn(null, null, List.of(), true, Clock.systemUTC());
    }

    public SignIn withExternal(@Nullable URI address) {
        return new SignIn(address, cluster, providers, createUsers, clock);
    }

    public SignIn withCluster(@Nullable Cluster other) {
        return new SignIn(external, other, providers, createUsers, clock);
    }

    /// @param create whether somebody new gets an account
    public SignIn withProviders(List<OidcProvider> others, boolean create) {
        return new SignIn(external, cluster, others, create, clock);
    }

    public SignIn withClock(Clock other) {
        return new SignIn(external, cluster, providers, createUsers, other);
    }
}
