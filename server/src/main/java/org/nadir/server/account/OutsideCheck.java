package org.nadir.server.account;

import java.util.Optional;

/// Asks somebody else whether a password is right, when the users of this server do not have it.
@FunctionalInterface
public interface OutsideCheck {

    /// The local user who stands for the person; empty when the answer is no, or none comes.
    Optional<User> login(String username, String password);

    /// Nobody else is asked.
    static OutsideCheck none() {
        return (username, password) -> Optional.empty();
    }
}
