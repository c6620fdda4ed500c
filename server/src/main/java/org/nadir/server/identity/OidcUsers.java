package org.nadir.server.identity;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import org.nadir.server.account.Accounts;
import org.nadir.server.account.Profile;
import org.nadir.server.account.Secrets;
import org.nadir.server.account.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the local user for whom a provider vouches. Thread-safe.
final class OidcUsers {

    private static final Logger LOG = LoggerFactory.getLogger(OidcUsers.class);
    private static final int NAMES_TO_TRY = 100;

    private final Accounts accounts;
    private final boolean create;

    /// @param create whether somebody new gets an account
    OidcUsers(Accounts accounts, boolean create) {
        this.accounts = accounts;
        this.create = create;
    }

    /// By who the person is to the provider, else by an e-mail address that the provider has verified, else a new user.
    /// One at a time, so that two browsers of one new person do not make two users.
    synchronized Optional<User> find(int providerIndex, OidcProvider provider, IdToken token) {
        String subject = stored(providerIndex, provider, token.subject());
        Optional<User> known =
                accounts.profiles()
                        .findByOidcSub(subject)
                        .flatMap(profile -> accounts.users().find(profile.userId()));
        if (known.isPresent()) {
            return known;
        }
        Optional<User> user = byEmail(token.verifiedEmail());
        if (user.isEmpty() && create) {
            user = Optional.of(create(token));
        }
        user.ifPresent(found -> accounts.profiles().setOidcSub(found.id(), subject));
        return user;
    }

    /// As the profile has it: plain for the first provider, which mostly is the only one. Of the others the issuer is part,
    /// since two providers may give the same subject to different people.
    private static String stored(int index, OidcProvider provider, String subject) {
        if (index == 0) {
            return subject;
        }
        return Secrets.sha256(provider.issuer()).substring(0, 16)
                + ":"
                + (subject.length() > 200 ? Secrets.sha256(subject) : subject);
    }

    /// The one user with this address, unless that user is already known by another name at a provider.
    private Optional<User> byEmail(String email) {
        List<User> users = email.isEmpty() ? List.of() : accounts.outsiders().withEmail(email);
        if (users.size() != 1) {
            return Optional.empty();
        }
        boolean linked =
                accounts.profiles().find(users.getFirst().id()).map(Profile::oidcSub).isPresent();
        return linked ? Optional.empty() : Optional.of(users.getFirst());
    }

    private User create(IdToken token) {
        String wish = token.wishedName().strip().replaceAll("[^\\p{L}\\p{N}@.+_-]+", "_");
        String base = wish.isEmpty() ? "user" : wish.substring(0, Math.min(140, wish.length()));
        for (int i = 1; i < NAMES_TO_TRY; i++) {
            String name = i == 1 ? base : base + "-" + i;
            if (accounts.users().find(name).isEmpty()) {
                try {
                    return accounts.outsiders().create(name, token.verifiedEmail());
                } catch (JdbiException takenMeanwhile) {
                    LOG.debug("User name {} was just taken", name, takenMeanwhile);
                }
            }
        }
        return accounts.outsiders()
                .create(base + "-" + Secrets.token().substring(0, 8), token.verifiedEmail());
    }
}
