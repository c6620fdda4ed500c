package org.nadir.engine.options;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All options of the engine, in the order in which they are shown, read from the table `options.tsv`.
public final class OptionCatalog {

    /// Options of other engines' past that clients still send; swallowed with a warning.
    private static final Set<String> OBSOLETE =
            Set.of(
                    "verbose",
                    "debug",
                    "time",
                    "resize-to",
                    "depthmap-resolution",
                    "pc-geometric",
                    "texturing-data-term",
                    "texturing-outlier-removal-type",
                    "texturing-tone-mapping",
                    "texturing-skip-local-seam-leveling",
                    "use-opensfm-pointcloud");

    private final Map<String, OptionSpec> specs;

    private OptionCatalog(Map<String, OptionSpec> specs) {
        this.specs = specs;
    }

    /// The catalogue of this engine on this machine (the default thread count is the number of processors).
    public static OptionCatalog load() {
        var specs = new LinkedHashMap<String, OptionSpec>();
        try (InputStream table = OptionCatalog.class.getResourceAsStream("options.tsv")) {
            if (table == null) {
                throw new IllegalStateException("options.tsv is missing from the program");
            }
            var lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    OptionSpec spec = parse(line);
                    specs.put(spec.name(), spec);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OptionCatalog(specs);
    }

    private static OptionSpec parse(String line) {
        String[] column = line.split("\t", -1);
        if (column.length != 6) {
            throw new IllegalStateException("options.tsv: not six columns: " + line);
        }
        String processors = Integer.toString(Runtime.getRuntime().availableProcessors());
        return new OptionSpec(
                column[0],
                OptionSpec.Type.valueOf(column[1].toUpperCase(Locale.ROOT)),
                column[2].replace("$CPU", processors),
                column[3],
                OptionSpec.Support.valueOf(column[4].toUpperCase(Locale.ROOT)),
                column[5]);
    }

    public List<OptionSpec> all() {
        return List.copyOf(specs.values());
    }

    public Optional<OptionSpec> find(String name) {
        return Optional.ofNullable(specs.get(name));
    }

    public boolean isObsolete(String name) {
        return OBSOLETE.contains(name);
    }

    /// The known option whose name is nearest to a mistyped one, for error messages.
    public Optional<String> nearest(String name) {
        return specs.keySet().stream()
                .min(java.util.Comparator.comparingInt(known -> distance(known, name)))
                .filter(known -> distance(known, name) <= 3);
    }

    /// Levenshtein distance, row by row.
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
