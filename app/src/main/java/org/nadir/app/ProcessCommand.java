package org.nadir.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.OptionSpec.Type;
import org.nadir.engine.options.Options;
import org.nadir.engine.pipeline.Engine;
import org.nadir.engine.pipeline.EngineEvents;
import org.nadir.engine.pipeline.ProjectFolder;
import org.nadir.engine.pipeline.RunListener;
import org.nadir.engine.pipeline.RunSummary;
import org.nadir.engine.pipeline.Stage;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `nadir process`: only the engine, on a folder of photos. Every processing option is a flag of its own.
@Command(
        name = "process",
        description = "Processes a folder of photos without a server.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ProcessCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PHOTOS",
            description =
                    "Folder with the photos; a gcp_list.txt, geo.txt or align.laz beside them is used.")
    Path photos = Path.of(".");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder for the results; made when missing, continued when it holds an unfinished run of the same photos.")
    Path out = Path.of("out");

    @Option(
            names = "--align",
            paramLabel = "FILE",
            description =
                    "Point cloud (LAS, LAZ) or elevation model (GeoTIFF) that the results are aligned with; without it an align.laz, align.las or align.tif beside the photos is used.")
    @Nullable Path align;

    @Spec CommandSpec spec = CommandSpec.create();

    private final OptionCatalog catalog = OptionCatalog.load();

    /// Adds a flag per processing option.
    static void addProcessingOptions(CommandSpec spec) {
        for (var option : OptionCatalog.load().all()) {
            boolean flag = option.type() == Type.BOOL;
            spec.addOption(
                    OptionSpec.builder("--" + option.name())
                            .arity(flag ? "0..1" : "1")
                            .fallbackValue("true")
                            .type(String.class)
                            .paramLabel(option.type().name().toLowerCase(Locale.ROOT))
                            .description(option.help().replace("%", "%%"))
                            .build());
        }
    }

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(photos)) {
            throw new UserError("There is no folder " + photos);
        }
        if (align != null && !Files.isRegularFile(align)) {
            throw new UserError("There is no file " + align);
        }
        Options options = options();
        var line = new ProgressLine(System.out);
        try {
            RunSummary summary =
                    Engine.run(
                            new ProjectFolder(
                                    out.toAbsolutePath(),
                                    photos.toAbsolutePath(),
                                    align == null ? null : align.toAbsolutePath()),
                            options,
                            listener(line),
                            Cancellation.never());
            line.clear();
            System.out.println(ResultTable.of(summary));
            return 0;
        } catch (Problem problem) {
            line.clear();
            System.err.println("nadir: " + problem.getMessage());
            return problem.code().exitCode();
        }
    }

    private Options options() {
        Map<String, String> values = new LinkedHashMap<>();
        CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
        for (var option : catalog.all()) {
            String value = parsed.matchedOptionValue("--" + option.name(), (String) null);
            if (value != null) {
                values.put(option.name(), option.type() == Type.JSON ? textOrFile(value) : value);
            }
        }
        try {
            return Options.of(catalog, values);
        } catch (Options.InvalidOptionsException invalid) {
            throw new UserError(
                    String.join(
                            "\n",
                            invalid.problems().stream()
                                    .map(p -> "--" + p.name() + " " + p.message())
                                    .toList()));
        }
    }

    /// What an option says in JSON may also stand in a file. Only here: nobody may read the files of a node through an option.
    private static String textOrFile(String value) {
        String text = value.strip();
        if (text.isEmpty() || text.startsWith("{") || text.startsWith("[")) {
            return value;
        }
        try {
            return Files.readString(Path.of(text));
        } catch (IOException | InvalidPathException unreadable) {
            throw new UserError(text + " is neither JSON nor a file that can be read");
        }
    }

    private static RunListener listener(ProgressLine line) {
        return new RunListener() {
            @Override
            public void line(Level level, String text) {
                line.print(EngineEvents.format(level, text));
            }

            @Override
            public void progress(
                    Stage stage, double inStage, double percent, long secondsLeft, String title) {
                line.show(title, inStage, percent, secondsLeft);
            }
        };
    }
}
