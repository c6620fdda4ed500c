package org.nadir.server.hook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what is in the [Outbox], on a thread of its own so that nobody waits for other people's servers. A message goes
/// when it is answered with success; until then it is sent again, after ever longer pauses, for some days. A server that dies
/// between the answer and its own note of it sends once more: receivers tell repeats by `X-Nadir-Delivery`.
public final class Deliveries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LEASE = TIMEOUT.plusSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration LIFE = Duration.ofDays(3);
    private static final int MOST_AT_ONCE = 20;

    private final Outbox outbox;
    private final Webhooks webhooks;
    private final HttpClient http;
    private final Duration look;
    private final Duration firstPause;
    private final Thread clock = Thread.ofVirtual().name("webhooks").unstarted(this::run);
    private final Semaphore bell = new Semaphore(0);
    private volatile @Nullable CompletableFuture<?> sending;
    private volatile boolean closed;

    /// @param look between looks into the outbox
    /// @param firstPause after the first failure; doubles with each further one
    public Deliveries(
            Outbox outbox, Webhooks webhooks, HttpClient http, Duration look, Duration firstPause) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.http = http;
        this.look = look;
        this.firstPause = firstPause;
    }

    /// Does nothing when nobody wants to be told.
    public void start() {
        if (!webhooks.isEmpty()) {
            clock.start();
        }
    }

    private void run() {
        try {
            do {
                deliverDue();
            } while (!bell.tryAcquire(look.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliverDue() throws InterruptedException {
        try {
            for (long id : outbox.due(MOST_AT_ONCE)) {
                if (closed) {
                    return;
                }
                Outbox.Message message = outbox.take(id, LEASE).orElse(null);
                if (message != null) {
                    deliver(message);
                }
            }
        } catch (RuntimeException database) {
            LOG.warn("Webhooks could not be delivered; it is tried again", database);
        }
    }

    private void deliver(Outbox.Message message) throws InterruptedException {
        URI address = webhooks.address(message.kind());
        if (address == null) {
            LOG.info("Webhook message {} dropped: its address was taken away", message.id());
            outbox.drop(message.id());
            return;
        }
        String failure = send(address, message);
        if (failure == null) {
            outbox.drop(message.id());
        } else if (closed) {
            outbox.retryAfter(message.id(), Duration.ZERO);
        } else if (Micros.now() - message.createdAt() > LIFE.toNanos() / 1000) {
            LOG.warn("Webhook message {} given up: {}", message.id(), failure);
            outbox.drop(message.id());
        } else {
            Duration pause = pause(message.attempts());
            LOG.info("Webhook message {} not received: {}", message.id(), failure);
            outbox.retryAfter(message.id(), pause);
        }
    }

    /// @return null once received, else why not
    private @Nullable String send(URI address, Outbox.Message message) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> reply =
                http.sendAsync(request(address, message), HttpResponse.BodyHandlers.discarding());
        sending = reply;
        if (closed) {
            reply.cancel(true);
        }
        try {
            int status = reply.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2 ? null : "status " + status;
        } catch (ExecutionException unreachable) {
            return String.valueOf(unreachable.getCause());
        } catch (TimeoutException slow) {
            reply.cancel(true);
            return "no answer within " + TIMEOUT.toSeconds() + " s";
        } catch (CancellationException closing) {
            return "the server is closing";
        }
    }

    private HttpRequest request(URI address, Outbox.Message message) {
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Nadir")
                        .header("X-Nadir-Delivery", Long.toString(message.id()))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!webhooks.secret().isBlank()) {
            request.header("X-Nadir-Signature", "sha256=" + signature(body));
        }
        return request.build();
    }

    private String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            webhooks.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private Duration pause(int attempts) {
        long doubled = firstPause.toMillis() << Math.min(attempts - 1, 20);
        return Duration.ofMillis(Math.min(doubled, LONGEST_PAUSE.toMillis()));
    }

    /// Takes back what is being sent. The thread is not interrupted, which could cut a connection to the database.
    @Override
    public void close() {
        closed = true;
        bell.release();
        CompletableFuture<?> current = sending;
        if (current != null) {
            current.cancel(true);
        }
        try {
            clock.join();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
