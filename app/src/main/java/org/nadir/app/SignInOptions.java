package org.nadir.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.server.identity.OidcProvider;
import org.nadir.server.identity.SignIn;
import picocli.CommandLine.Option;

/// Flags that say who else may tell who somebody is.
final class SignInOptions {

    @Option(
            names = "--oidc-providers",
            description = "JSON file with the OpenID Connect providers on the login page.")
    @Nullable Path oidcProviders;

    @Option(
            names = "--oidc-create-users",
            arity = "1",
            defaultValue = "true",
            description =
                    "Whether somebody new whom a provider vouches for gets an account (default:"
                            + " ${DEFAULT-VALUE}).")
    boolean oidcCreateUsers = true;

    @Option(
            names = "--external-auth-url",
            description = "Address of an identity server that checks passwords not known here.")
    @Nullable URI externalAuthUrl;

    @Option(
            names = "--cluster-id",
            description = "Number of this server among several with one identity server.")
    @Nullable Long clusterId;

    @Option(
            names = "--cluster-url",
            description = "Address of the servers of the cluster, with {id} for the number.")
    @Nullable String clusterUrl;

    SignIn read() throws IOException {
        if ((clusterId == null) != (clusterUrl == null)) {
            throw new UserError("--cluster-id and --cluster-url go together");
        }
        SignIn.Cluster cluster =
                clusterId == null || clusterUrl == null
                        ? null
                        : new SignIn.Cluster(clusterId, clusterUrl);
        try {
            return SignIn.local()
                    .withExternal(externalAuthUrl)
                    .withCluster(cluster)
                    .withProviders(providers(), oidcCreateUsers);
        } catch (IllegalArgumentException wrong) {
            throw new UserError("Sign-in settings: " + wrong.getMessage());
        }
    }

    private List<OidcProvider> providers() throws IOException {
        return oidcProviders == null
                ? List.of()
                : OidcProvider.list(Files.readString(oidcProviders));
    }
}
