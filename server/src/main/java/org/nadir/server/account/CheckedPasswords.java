package org.nadir.server.account;

import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers for some minutes which password was right for which stored hash, as a digest under a key that lives in this
/// process alone. A changed password has another stored hash, so that the old one is forgotten at once. Thread-safe.
final class CheckedPasswords {

    private static final int MAX = 1000;
    private static final long LIFE_NANOS = Duration.ofMinutes(5).toNanos();

    private final byte[] key = HexFormat.of().parseHex(Secrets.token());
    private final Map<String, Long> goodUntil =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MAX;
                }
            };

    boolean knows(User user, String password) {
        String digest = digest(user, password);
        synchronized (goodUntil) {
            Long until = goodUntil.get(digest);
            return until != null && System.nanoTime() - until < 0;
        }
    }

    void remember(User user, String password) {
        String digest = digest(user, password);
        synchronized (goodUntil) {
            goodUntil.put(digest, System.nanoTime() + LIFE_NANOS);
        }
    }

    private String digest(User user, String password) {
        return HexFormat.of()
                .formatHex(
                        Secrets.hmacSha256(
                                key, user.id() + "\n" + user.passwordHash() + "\n" + password));
    }
}
