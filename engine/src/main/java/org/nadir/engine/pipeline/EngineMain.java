package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Problem;

/// The engine as a process of its own: `EngineMain FOLDER [--stop-with-parent]`. With the flag it ends as soon as its
/// standard input does, which is when the process that started it is gone, however that ended. Photos lie in `FOLDER/images`, options in
/// `FOLDER/options.json` (an object of names and values); console and events go to the standard output (see
/// [EngineEvents]). The exit code is 0, or the [Problem]'s.
public final class EngineMain {

    private EngineMain() {}

    public static void main(String[] args) throws Exception {
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var events = new EngineEvents(out);
        if (args.length > 1 && args[1].equals("--stop-with-parent")) {
            Thread.ofPlatform().daemon().name("parent-watch").start(EngineMain::haltWithParent);
        }
        System.exit(run(Path.of(args[0]).toAbsolutePath(), events));
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent; only the end counts.
            }
        } catch (java.io.IOException gone) {
            // The same as the end.
        }
        Runtime.getRuntime().halt(1);
    }

    private static int run(Path folder, EngineEvents events) {
        try {
            Engine.run(
                    new ProjectFolder(folder, folder.resolve("images")),
                    options(folder.resolve("options.json")),
                    events,
                    Cancellation.never());
            return 0;
        } catch (Problem problem) {
            events.problem(String.valueOf(problem.getMessage()));
            return problem.code().exitCode();
        } catch (Options.InvalidOptionsException invalid) {
            events.problem(String.valueOf(invalid.getMessage()));
            return Problem.Code.BAD_OPTION.exitCode();
        } catch (CancellationException cancelled) {
            return 1;
        } catch (Throwable bug) {
            bug.printStackTrace();
            events.problem("The engine stopped because of an error of its own: " + bug);
            return 1;
        }
    }

    private static Options options(Path file)
            throws java.io.IOException, Options.InvalidOptionsException {
        Map<String, String> values = new LinkedHashMap<>();
        if (Files.exists(file)) {
            new ObjectMapper()
                    .readTree(file.toFile())
                    .properties()
                    .forEach(option ->
                            values.put(
                                    option.getKey(),
                                    option.getValue().isValueNode()
                                            ? option.getValue().asText()
                                            : option.getValue().toString()));
        }
        return Options.of(OptionCatalog.load(), values);
    }
}
