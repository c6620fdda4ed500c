package org.nadir.server.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.nadir.server.http.Problem;

/// Makes guessing passwords slow. Wrong tries are counted per user and address, so that nobody is locked out by what
/// somebody elsewhere does; and more generously per address, so that trying many names from one place is no way around.
/// Counts live in memory, at most [#MAX] of each kind, the least recent going first. Thread-safe.
final class LoginLimit {

    static final int TRIES = 10;
    static final int TRIES_PER_ADDRESS = 100;
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MAX = 10_000;

    /// Wrong tries since the window opened.
    private record Count(int wrong, Instant until) {}

    private final Clock clock;
    private final Map<String, Count> pairs = bounded();
    private final Map<String, Count> addresses = bounded();
    private final ReentrantLock[] turns = new ReentrantLock[64];

    LoginLimit(Clock clock) {
        this.clock = clock;
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new ReentrantLock();
        }
    }

    private static Map<String, Count> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                return size() > MAX;
            }
        };
    }

    /// Runs checks of one user's password from one address after each other: side by side, they could all begin before the
    /// first is counted.
    <T> T inTurn(String username, String address, Supplier<T> check) {
        ReentrantLock turn = turns[Math.floorMod(pair(username, address).hashCode(), turns.length)];
        turn.lock();
        try {
            return check.get();
        } finally {
            turn.unlock();
        }
    }

    /// @throws Problem 429 after too many wrong tries
    synchronized void check(String username, String address) {
        refuse(pairs, pair(username, address), TRIES);
        refuse(addresses, address, TRIES_PER_ADDRESS);
    }

    private void refuse(Map<String, Count> counts, String key, int tries) {
        Count count = counts.get(key);
        if (count == null) {
            return;
        }
        Duration left = Duration.between(clock.instant(), count.until());
        if (!left.isPositive()) {
            counts.remove(key);
        } else if (count.wrong() >= tries) {
            long seconds = left.plusMillis(999).toSeconds();
            throw Problem.tooMany(
                    "Too many wrong passwords. Try again in " + seconds + " seconds.", seconds);
        }
    }

    synchronized void failed(String username, String address) {
        count(pairs, pair(username, address));
        count(addresses, address);
    }

    private void count(Map<String, Count> counts, String key) {
        Count before = counts.get(key);
        int wrong = before == null ? 0 : before.wrong();
        counts.put(key, new Count(wrong + 1, clock.instant().plus(WINDOW)));
    }

    /// Forgets the wrong tries of this user from here; those of the address stay, lest one's own account wash them off.
    synchronized void succeeded(String username, String address) {
        pairs.remove(pair(username, address));
    }

    private static String pair(String username, String address) {
        String name = username.toLowerCase(Locale.ROOT);
        return address + " " + (name.length() > 150 ? Secrets.sha256(name) : name);
    }
}
