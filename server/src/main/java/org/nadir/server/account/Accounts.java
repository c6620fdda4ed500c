package org.nadir.server.account;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.http.Caller;
import org.nadir.server.http.Guard;
import org.nadir.server.http.Problem;

/// Everything about who users are: checks of passwords, tokens, sessions and global permissions. Thread-safe.
public final class Accounts {

    private final Users users;
    private final Sessions sessions;
    private final Passwords passwords;
    private final JwtTokens tokens;
    private final CheckedPasswords checked = new CheckedPasswords();

    /// @param keyFile signs tokens; made on first use
    /// @param passwordIterations see [Passwords]
    public Accounts(
            Jdbi jdbi, Path keyFile, Duration tokenLife, int passwordIterations, Clock clock)
            throws IOException {
        this.users = new Users(jdbi);
        this.sessions = new Sessions(jdbi);
        this.passwords = new Passwords(passwordIterations);
        this.tokens = new JwtTokens(Secrets.loadOrCreateKey(keyFile), tokenLife, clock);
    }

    public Users users() {
        return users;
    }

    public Sessions sessions() {
        return sessions;
    }

    /// The user with this name and password, if there is an active one. Takes the same time either way.
    public Optional<User> login(String username, String password) {
        Optional<User> user = users.find(username);
        if (user.isEmpty()) {
            passwords.verifyNobody(password);
            return Optional.empty();
        }
        return user.filter(known -> passwords.verify(password, known.passwordHash()))
                .filter(User::active);
    }

    /// As [#login], but a pair that was right a moment ago is not hashed again: Basic credentials come with every request.
    Optional<User> basic(String username, String password) {
        Optional<User> user = users.find(username);
        if (user.isPresent() && checked.knows(user.get(), password)) {
            return user.filter(User::active);
        }
        Optional<User> verified = login(username, password);
        verified.ifPresent(known -> checked.remember(known, password));
        return verified;
    }

    public String issueToken(User user) {
        return tokens.issue(user);
    }

    /// @throws Problem when the token, or its user, is no longer good
    User tokenUser(String token) {
        User user =
                users.find(tokens.userId(token))
                        .orElseThrow(() -> Problem.forbidden("Invalid signature."));
        if (!user.active()) {
            throw Problem.forbidden("User account is disabled.");
        }
        return user;
    }

    /// Creates the first super user when there is none; asked again, does nothing.
    public Optional<User> createFirstSuperuser(String username, String password) {
        if (users.hasSuperuser()) {
            return Optional.empty();
        }
        return users.createFirstSuperuser(username, passwords.hash(password));
    }

    public User createUser(String username, String password, boolean superuser) {
        return users.create(username, passwords.hash(password), superuser);
    }

    public void changePassword(long userId, String password) {
        users.setPassword(userId, passwords.hash(password));
    }

    public Set<String> permissions(Caller caller) {
        return users.permissions(caller.id(), caller.superuser());
    }

    /// Lets in users who hold a global permission.
    public Guard<Caller> may(ModelPermission permission) {
        return Guard.of(
                "permission " + permission.key(),
                request -> {
                    Caller caller = request.requireCaller();
                    if (!caller.superuser() && !permissions(caller).contains(permission.key())) {
                        throw Problem.forbidden();
                    }
                    return caller;
                });
    }
}
