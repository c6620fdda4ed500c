package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Console;

/// Collects what `log.json` tells of a run: stages with times and messages, machine, options, end. Thread-safe.
final class RunLog implements Console {

    record Message(String message, String type) {}

    /// A finished stage.
    ///
    /// @param seconds wall time
    /// @param peakMegabytes largest resident memory of the process up to its end; 0 when unknown
    /// @param earlier whether an earlier run did it
    record StageFigures(Stage stage, double seconds, long peakMegabytes, boolean earlier) {}

    private static final class StageEntry {
        final Stage stage;
        final Instant start = Instant.now();
        @Nullable Instant end;
        final List<Message> messages = new ArrayList<>();

        StageEntry(Stage stage) {
            this.stage = stage;
        }
    }

    private final Console next;
    private final Map<String, String> options;
    private final Instant start = Instant.now();
    private final List<StageEntry> stages = new ArrayList<>();
    private final List<StageFigures> done = new ArrayList<>();
    private int images;
    private @Nullable Map<String, Object> forecast;
    private @Nullable Map<String, Object> actual;

    RunLog(Console next, Map<String, String> options) {
        this.next = next;
        this.options = options;
    }

    synchronized void images(int count) {
        images = count;
    }

    synchronized void forecast(Forecast expected) {
        forecast = expected.json();
    }

    synchronized void actual(Forecast.Actual measured) {
        actual = measured.json();
    }

    synchronized void begin(Stage stage) {
        stages.add(new StageEntry(stage));
    }

    /// Ends the stage that was begun last and returns its figures.
    synchronized StageFigures end() {
        StageEntry entry = stages.getLast();
        Instant end = Instant.now();
        entry.end = end;
        var figures =
                new StageFigures(
                        entry.stage,
                        seconds(entry.start, end),
                        ResidentMemory.peakMegabytes(),
                        false);
        done.add(figures);
        return figures;
    }

    /// Notes a stage whose results are those of an earlier run.
    synchronized void reused(StageFigures figures) {
        done.add(figures);
    }

    /// Finished stages in the order of the pipeline, those of earlier runs as far as their times were kept.
    synchronized List<StageFigures> figures() {
        return List.copyOf(done);
    }

    Instant start() {
        return start;
    }

    /// Seconds per finished stage, in order.
    synchronized Map<String, Double> stageSeconds() {
        var seconds = new LinkedHashMap<String, Double>();
        for (StageEntry stage : stages) {
            if (stage.end != null) {
                seconds.put(stage.stage.id(), seconds(stage.start, stage.end));
            }
        }
        return seconds;
    }

    @Override
    public void line(Level level, String text) {
        synchronized (this) {
            if (!stages.isEmpty()) {
                stages.getLast()
                        .messages
                        .add(new Message(text, level.name().toLowerCase(Locale.ROOT)));
            }
        }
        next.line(level, text);
    }

    synchronized void write(Path file, @Nullable Integer errorCode, @Nullable String errorMessage)
            throws IOException {
        var log = new LinkedHashMap<String, @Nullable Object>();
        Runtime machine = Runtime.getRuntime();
        log.put("odmVersion", "Nadir " + EngineVersion.NUMBER);
        log.put(
                "memory",
                Map.of(
                        "total",
                        machine.maxMemory() >> 20,
                        "available",
                        (machine.maxMemory() - machine.totalMemory() + machine.freeMemory())
                                >> 20));
        log.put("cpus", machine.availableProcessors());
        log.put("images", images);
        log.put("options", options);
        log.put("startTime", start.toString());
        log.put("endTime", Instant.now().toString());
        log.put("totalTime", seconds(start, Instant.now()));
        log.put("stages", stages.stream().map(RunLog::describe).toList());
        log.put("forecast", forecast);
        log.put("actual", actual);
        log.put("processes", List.of());
        log.put("success", errorMessage == null);
        if (errorMessage != null) {
            log.put(
                    "error",
                    Map.of("code", errorCode == null ? 1 : errorCode, "message", errorMessage));
        }
        var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        json.writeValue(partial.toFile(), log);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, @Nullable Object> describe(StageEntry stage) {
        Instant end = stage.end == null ? Instant.now() : stage.end;
        var entry = new LinkedHashMap<String, @Nullable Object>();
        entry.put("name", stage.stage.id());
        entry.put("startTime", stage.start.toString());
        entry.put("endTime", end.toString());
        entry.put("totalTime", seconds(stage.start, end));
        entry.put("messages", List.copyOf(stage.messages));
        return entry;
    }

    private static double seconds(Instant from, Instant to) {
        return (to.toEpochMilli() - from.toEpochMilli()) / 1000.0;
    }
}
