package org.nadir.app;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line. Each sub-command is a class of its own.
@Command(
        name = "nadir",
        description = "Drone photos in; maps, surfaces and 3D models out.",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            NodeCommand.class,
            ProcessCommand.class,
            CheckCommand.class,
            AdminCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Also: nadir build (builds only), nadir test (all that CI runs), nadir bench [name].",
            "Every flag has an environment variable NADIR_<FLAG> and a key in nadir.toml."
        })
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        CommandLine commandLine = commandLine();
        try {
            commandLine.setDefaultValueProvider(Settings.load(commandLine));
        } catch (Settings.BadSettingsException bad) {
            System.err.println(bad.getMessage());
            System.exit(2);
        }
        System.exit(commandLine.execute(args.length == 0 ? new String[] {"help"} : args));
    }

    /// All commands, without the settings of a machine.
    static CommandLine commandLine() {
        var commandLine = new CommandLine(new Main());
        ProcessCommand.addProcessingOptions(
                Objects.requireNonNull(commandLine.getSubcommands().get("process"))
                        .getCommandSpec());
        return commandLine.setExecutionExceptionHandler(Main::report);
    }

    /// What went wrong in the world gets a sentence; what went wrong in the program gets its stack.
    private static int report(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof java.io.IOException || failure instanceof UserError) {
            command.getErr().println("nadir: " + failure.getMessage());
            return 1;
        }
        failure.printStackTrace(command.getErr());
        return 70;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Nadir " + org.nadir.engine.pipeline.EngineVersion.NUMBER};
        }
    }
}
