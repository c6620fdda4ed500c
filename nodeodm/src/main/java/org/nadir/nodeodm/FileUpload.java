package org.nadir.nodeodm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends the files of a task, a few at a time, each tried again when the connection fails.
final class FileUpload {

    private static final int PARALLEL = 4;
    private static final int ATTEMPTS = 6;

    private final NodeClient client;
    private final String uuid;
    private final TransferListener listener;

    FileUpload(NodeClient client, String uuid, TransferListener listener) {
        this.client = client;
        this.uuid = uuid;
        this.listener = listener;
    }

    void sendAll(List<Path> files) throws IOException {
        var next = new AtomicInteger();
        var sent = new AtomicInteger();
        listener.progress(0, files.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int t = 0; t < Math.min(PARALLEL, files.size()); t++) {
                senders.add(
                        threads.submit(() -> {
                            for (int i = next.getAndIncrement();
                                    i < files.size();
                                    i = next.getAndIncrement()) {
                                send(files.get(i), next, files.size());
                                listener.progress(sent.incrementAndGet(), files.size());
                            }
                            return null;
                        }));
            }
            for (Future<?> sender : senders) {
                await(sender);
            }
        }
    }

    private void send(Path file, AtomicInteger next, int end) throws IOException {
        for (int attempt = 1; ; attempt++) {
            if (listener.isCancelled()) {
                next.set(end);
                throw new CancellationException(
                        "Upload to node " + client.address() + " was cancelled");
            }
            try {
                client.upload(uuid, file);
                return;
            } catch (NodeRefusedException refusal) {
                next.set(end);
                throw refusal;
            } catch (IOException broken) {
                if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    next.set(end);
                    throw new IOException(
                            "Cannot send "
                                    + file.getFileName()
                                    + " to node "
                                    + client.address()
                                    + ": "
                                    + broken.getMessage(),
                            broken);
                }
                NodeClient.pause(attempt);
            }
        }
    }

    private static void await(Future<?> sender) throws IOException {
        try {
            sender.get();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case IOException io -> throw io;
                case RuntimeException unchecked -> throw unchecked;
                case null, default -> throw new IOException(failure);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while sending files", interrupted);
        }
    }
}
