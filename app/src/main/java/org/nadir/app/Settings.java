package org.nadir.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Values for flags that were not given: the environment variable `NADIR_<FLAG>`, then `nadir.toml` or
/// `nadir.properties` in the working folder (or the file that `NADIR_CONFIG` names). Keys are flag names without dashes in
/// front; a key that no command knows is an error that suggests the nearest one.
final class Settings implements IDefaultValueProvider {

    static final class BadSettingsException extends Exception {

        private static final long serialVersionUID = 1L;

        BadSettingsException(String message) {
            super(message);
        }
    }

    private final Map<String, String> file;

    private Settings(Map<String, String> file) {
        this.file = file;
    }

    static Settings load(CommandLine commandLine) throws BadSettingsException {
        return load(commandLine, configFile());
    }

    /// @param path null for no file
    static Settings load(CommandLine commandLine, @Nullable Path path) throws BadSettingsException {
        if (path == null) {
            return new Settings(Map.of());
        }
        Map<String, String> values = read(path);
        var known = new TreeSet<String>();
        addKeys(commandLine, known);
        List<String> problems = new ArrayList<>();
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String nearest =
                        known.stream()
                                .min(Comparator.comparingInt(k -> difference(k, name)))
                                .orElse("");
                problems.add(path + ": unknown key " + name + " (nearest: " + nearest + ")");
            }
        }
        if (!problems.isEmpty()) {
            throw new BadSettingsException(String.join("\n", problems));
        }
        return new Settings(values);
    }

    private static void addKeys(CommandLine commandLine, Set<String> known) {
        for (CommandLine command : commandLine.getSubcommands().values()) {
            command.getCommandSpec().options().forEach(option -> known.add(key(option)));
            addKeys(command, known);
        }
    }

    private static @Nullable Path configFile() {
        String named = System.getenv("NADIR_CONFIG");
        if (named != null) {
            return Path.of(named);
        }
        for (String name : new String[] {"nadir.toml", "nadir.properties"}) {
            if (Files.isRegularFile(Path.of(name))) {
                return Path.of(name);
            }
        }
        return null;
    }

    /// The flat part of TOML, `key = value` with optional quotes and `#` comments, of which properties are a special case.
    private static Map<String, String> read(Path path) throws BadSettingsException {
        var values = new LinkedHashMap<String, String>();
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new BadSettingsException("Cannot read " + path + ": " + e.getMessage());
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("[")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new BadSettingsException(
                        path + " line " + (i + 1) + ": expected key = value");
            }
            values.put(
                    line.substring(0, equals).strip(), unquote(line.substring(equals + 1).strip()));
        }
        return values;
    }

    private static String unquote(String text) {
        if (text.length() >= 2 && text.startsWith("\"") && text.indexOf('"', 1) > 0) {
            return text.substring(1, text.indexOf('"', 1));
        }
        int comment = text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }

    private static int difference(String a, String b) {
        int common = 0;
        while (common < Math.min(a.length(), b.length()) && a.charAt(common) == b.charAt(common)) {
            common++;
        }
        return Math.max(a.length(), b.length()) - common;
    }

    private static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    @Override
    public @Nullable String defaultValue(ArgSpec arg) {
        if (!(arg instanceof OptionSpec option)) {
            return null;
        }
        String key = key(option);
        String variable = System.getenv("NADIR_" + key.toUpperCase(Locale.ROOT).replace('-', '_'));
        return variable != null ? variable : file.get(key);
    }
}
