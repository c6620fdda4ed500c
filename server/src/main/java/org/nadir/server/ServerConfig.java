package org.nadir.server;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.server.admin.Administration;
import org.nadir.server.identity.SignIn;
import org.nadir.server.work.Pace;

/// All that the server can be told.
///
/// @param host address to listen on
/// @param port 0 takes any free port
/// @param data folder of the database, the media files and the keys
/// @param databaseUrl a JDBC URL of PostgreSQL; null for SQLite in the data folder
/// @param admin a super user to make at start when there is none yet; null to leave that to the first visitor
/// @param localNode the node that this program runs itself; null for none
/// @param choices what few people change
/// @param signIn who else may say who somebody is
public record ServerConfig(
        String host,
        int port,
        Path data,
        @Nullable String databaseUrl,
        @Nullable FirstAdmin admin,
        @Nullable NodeAddress localNode,
        Choices choices,
        SignIn signIn) {

    /// Name and password of the first super user.
    public record FirstAdmin(String username, String password) {

        /// Without the password, for logs.
        @Override
        public String toString() {
            return "FirstAdmin[" + username + "]";
        }
    }

    /// @param uuidTaskIds show tasks by UUID instead of number, for typed clients of today
    /// @param plainProjectList answer project lists without `page` as bare arrays
    /// @param tokenLife how long tokens are good
    /// @param passwordIterations rounds of the password hash
    /// @param reserveBytes room on the disk that uploads leave alone
    /// @param pace how often things happen
    /// @param administration what the operator decides about users and webhooks
    public record Choices(
            boolean uuidTaskIds,
            boolean plainProjectList,
            Duration tokenLife,
            int passwordIterations,
            long reserveBytes,
            Pace pace,
            Administration administration) {

        /// With administration as usual.
        public Choices(
                boolean uuidTaskIds,
                boolean plainProjectList,
                Duration tokenLife,
                int passwordIterations,
                long reserveBytes,
                Pace pace) {
            this(
                    uuidTaskIds,
                    plainProjectList,
                    tokenLife,
                    passwordIterations,
                    reserveBytes,
                    pace,
                    Administration.normal());
        }

        public static Choices normal() {
            return new Choices(
                    false, false, Duration.ofHours(6), 600_000, 256L << 20, Pace.normal());
        }

        public Choices withAdministration(Administration changed) {
            return new Choices(
                    uuidTaskIds,
                    plainProjectList,
                    tokenLife,
                    passwordIterations,
                    reserveBytes,
                    pace,
                    changed);
        }
    }

    /// A server on this host and port with everything else as usual.
    public static ServerConfig of(String host, int port, Path data) {
        return new ServerConfig(
                host, port, data, null, null, null, Choices.normal(), SignIn.local());
    }

    public ServerConfig withAdmin(String username, String password) {
        return new ServerConfig(
                host,
                port,
                data,
                databaseUrl,
                new FirstAdmin(username, password),
                localNode,
                choices,
                signIn);
    }

    public ServerConfig withDatabase(@Nullable String url) {
        return new ServerConfig(host, port, data, url, admin, localNode, choices, signIn);
    }

    public ServerConfig withLocalNode(NodeAddress node) {
        return new ServerConfig(host, port, data, databaseUrl, admin, node, choices, signIn);
    }

    public ServerConfig withChoices(Choices changed) {
        return new ServerConfig(host, port, data, databaseUrl, admin, localNode, changed, signIn);
    }

    public ServerConfig withSignIn(SignIn changed) {
        return new ServerConfig(host, port, data, databaseUrl, admin, localNode, choices, changed);
    }
}
