package org.nadir.engine.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Map;

/// Tells a run on a stream, line by line: console lines as they are, events as JSON behind a prefix that no console line
/// begins with. It is how the engine's process speaks to the node.
public final class EngineEvents implements RunListener {

    public static final String PREFIX = "\u0001nadir ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private long lastEventMillis;
    private double lastPercent = -1;

    public EngineEvents(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(Level level, String text) {
        out.println(format(level, text));
    }

    /// A console line as WebODM users know it: a label of nine characters, then the text.
    public static String format(Level level, String text) {
        String label =
                switch (level) {
                    case INFO -> "[INFO]    ";
                    case WARNING -> "[WARNING] ";
                    case ERROR -> "[ERROR]   ";
                };
        return label + text;
    }

    @Override
    public synchronized void progress(
            Stage stage, double inStage, double percent, long secondsLeft, String title) {
        long now = System.currentTimeMillis();
        if (now - lastEventMillis < 250 && percent < 100 || percent == lastPercent) {
            return;
        }
        lastEventMillis = now;
        lastPercent = percent;
        event(
                Map.of(
                        "percent", percent,
                        "stage", stage.id(),
                        "inStage", inStage,
                        "secondsLeft", secondsLeft,
                        "title", title));
    }

    /// Says why the run failed, in a sentence for the person.
    public void problem(String message) {
        event(Map.of("problem", message));
    }

    private void event(Map<String, Object> event) {
        try {
            out.println(PREFIX + JSON.writeValueAsString(event));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
