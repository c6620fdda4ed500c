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
    private final Profiles profiles;
    private final Groups groups;
    private final UserDirectory directory;
    private final Sessions sessions;
    private final Passwords passwords;
    private final JwtTokens tokens;
    private final ApiTokens apiTokens;
    private final PasswordResets resets;
    private final Outsiders outsiders;
    private final LoginLimit limit;
    private final OutsideCheck outside;
    private final Clock clock;
    private final byte[] key;
    private final CheckedPasswords checked = new CheckedPasswords();

    /// @param keyFile signs tokens; made on first use
    /// @param passwordIterations see [Passwords]
    /// @param clock what tokens, links and limits go by
    /// @param outside asked when a password is not that of a user here
    public Accounts(
            Jdbi jdbi,
            Path keyFile,
            Duration tokenLife,
            int passwordIterations,
            Clock clock,
            OutsideCheck outside)
            throws IOException {
        this.users = new Users(jdbi);
        this.profiles = new Profiles(jdbi);
        this.groups = new Groups(jdbi);
        this.directory = new UserDirectory(jdbi);
        this.sessions = new Sessions(jdbi);
        this.passwords = new Passwords(passwordIterations);
        this.key = Secrets.loadOrCreateKey(keyFile);
        this.tokens = new JwtTokens(key, tokenLife, clock);
        this.apiTokens = new ApiTokens(jdbi, clock);
        this.outsiders = new Outsiders(jdbi);
        this.resets = new PasswordResets(jdbi, clock);
        this.limit = new LoginLimit(clock);
        this.outside = outside;
        this.clock = clock;
    }

    public Users users() {
        return users;
    }

    public Profiles profiles() {
        return profiles;
    }

    public Groups groups() {
        return groups;
    }

    public UserDirectory directory() {
        return directory;
    }

    public Sessions sessions() {
        return sessions;
    }

    public ApiTokens apiTokens() {
        return apiTokens;
    }

    public Outsiders outsiders() {
        return outsiders;
    }

    public PasswordResets resets() {
        return resets;
    }

    public Clock clock() {
        return clock;
    }

    /// A key for one purpose, made from the key of this server.
    public byte[] key(String purpose) {
        return Secrets.hmacSha256(key, purpose);
    }

    /// The user with this name and password, if there is an active one.
    ///
    /// @param address where the try comes from
    /// @throws Problem 429 after too many wrong ones
    public Optional<User> login(String username, String password, String address) {
        return limit.inTurn(username, address, () -> limited(username, password, address));
    }

    private Optional<User> limited(String username, String password, String address) {
        limit.check(username, address);
        Optional<User> user = verify(username, password);
        if (user.isEmpty()) {
            user = outside.login(username, password).filter(User::active);
        }
        if (user.isPresent()) {
            limit.succeeded(username, address);
        } else {
            limit.failed(username, address);
        }
        return user;
    }

    /// Takes the same time whether or not there is such a user.
    private Optional<User> verify(String username, String password) {
        Optional<User> user = users.find(username);
        if (user.isEmpty()) {
            passwords.verifyNobody(password);
            return Optional.empty();
        }
        return user.filter(known -> passwords.verify(password, known.passwordHash()))
                .filter(User::active);
    }

    /// As [#login], but a pair that was right a moment ago is not hashed again: Basic credentials come with every request.
    Optional<User> basic(String username, String password, String address) {
        Optional<User> known = checkedLately(username, password);
        return known.isPresent()
                ? known
                : limit.inTurn(username, address, () -> basicInTurn(username, password, address));
    }

    /// Of many requests that come at once the first is checked, and the others find that done.
    private Optional<User> basicInTurn(String username, String password, String address) {
        Optional<User> known = checkedLately(username, password);
        if (known.isPresent()) {
            return known;
        }
        Optional<User> verified = limited(username, password, address);
        verified.filter(user -> user.username().equals(username))
                .ifPresent(user -> checked.remember(user, password));
        return verified;
    }

    private Optional<User> checkedLately(String username, String password) {
        return users.find(username)
                .filter(User::active)
                .filter(user -> checked.knows(user, password));
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

    /// The caller that an API token stands for.
    ///
    /// @throws Problem when the token, or its user, is no longer good
    Caller tokenCaller(String secret) {
        ApiTokens.Token token =
                apiTokens.use(secret).orElseThrow(() -> Problem.forbidden("Invalid token."));
        if (token.isExpired(clock.instant())) {
            throw Problem.forbidden("This token has expired.");
        }
        User user =
                users.find(token.userId()).orElseThrow(() -> Problem.forbidden("Invalid token."));
        if (!user.active()) {
            throw Problem.forbidden("User account is disabled.");
        }
        return user.asCaller().through(token.scope());
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

    /// As rows keep it; takes a good part of a second.
    public String hash(String password) {
        return passwords.hash(password);
    }

    /// Also ends the user's sessions and makes void the links to set a password.
    public void changePassword(long userId, String password) {
        users.setPassword(userId, passwords.hash(password));
        sessions.closeAll(userId);
        resets.voidAll(userId);
    }

    /// Sets the password of the user whom a one-time link names; a link works once.
    ///
    /// @return whether the link was good
    public boolean resetPassword(long userId, String link, String password) {
        if (!resets.take(userId, link)) {
            return false;
        }
        changePassword(userId, password);
        return true;
    }

    public Set<String> permissions(Caller caller) {
        return users.permissions(caller.id(), caller.superuser());
    }

    /// As another guard, for users who also hold a global permission. Those who do not are told so before anything is looked up.
    public <T> Guard<T> may(ModelPermission permission, Guard<T> then) {
        Guard<Caller> holder = may(permission);
        return Guard.of(
                then.right() + ", " + holder.right(),
                request -> {
                    holder.admit(request);
                    return then.admit(request);
                });
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
