package org.nadir.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nadir.engine.pipeline.EngineEvents;
import org.nadir.node.EngineCommand;

/// What a run of the engine in a JVM of its own, started as the node starts it, took and said.
///
/// @param phases seconds by the first word of the progress line, in order
/// @param console what the run said
record EngineProcess(MeasuredProcess taken, Map<String, Double> phases, List<String> console) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Runs on the project in `folder`, whose photos lie in `images` in it.
    ///
    /// @param heapMegabytes bound of the process' heap
    /// @throws IllegalStateException when the run fails, with what it said
    static EngineProcess run(Path folder, Map<String, String> options, int heapMegabytes)
            throws IOException, InterruptedException {
        JSON.writeValue(folder.resolve("options.json").toFile(), options);
        var command = new ArrayList<>(EngineCommand.ownJvm(heapMegabytes).words());
        command.add(folder.toString());
        var phases = new Phases();
        var console = new ArrayList<String>();
        MeasuredProcess taken =
                MeasuredProcess.run(
                        command,
                        Map.of(),
                        line -> {
                            if (line.startsWith(EngineEvents.PREFIX)) {
                                phases.event(line.substring(EngineEvents.PREFIX.length()));
                            } else {
                                console.add(line);
                            }
                        });
        phases.enter("");
        if (taken.exitCode() != 0) {
            throw new IllegalStateException("The run failed:\n" + String.join("\n", console));
        }
        return new EngineProcess(taken, phases.seconds, console);
    }

    private static final class Phases {

        private final Map<String, Double> seconds = new LinkedHashMap<>();
        private String phase = "Starting";
        private long since = System.nanoTime();

        void event(String json) {
            try {
                JsonNode event = JSON.readTree(json);
                enter(event.path("title").asText(phase).split(" ", 2)[0]);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        void enter(String next) {
            if (!next.equals(phase)) {
                long now = System.nanoTime();
                seconds.merge(phase, (now - since) / 1e9, Double::sum);
                since = now;
                phase = next;
            }
        }
    }

    /// The first group of the last line in which the pattern is found.
    String said(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        for (String line : console.reversed()) {
            Matcher matcher = compiled.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new IllegalStateException(
                "The run did not say \"" + pattern + "\":\n" + String.join("\n", console));
    }

    int photos() {
        return Integer.parseInt(said("\\d+ of (\\d+) photos placed"));
    }

    int placed() {
        return Integer.parseInt(said("(\\d+) of \\d+ photos placed"));
    }

    /// Mean reprojection error, pixels of the full-size photos.
    double reprojection() {
        return Double.parseDouble(said("mean reprojection error ([0-9.]+) px"));
    }

    /// Seconds from the first feature to the cameras, without the start of the process and the reading of tags.
    double sfmSeconds() {
        return Double.parseDouble(said("Finished opensfm stage in ([0-9.]+) s"));
    }
}
