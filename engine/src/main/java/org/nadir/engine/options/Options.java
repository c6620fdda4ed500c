package org.nadir.engine.options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The options of one run: what the user set, checked, over the defaults of the catalogue.
public final class Options {

    /// An option whose value cannot be used.
    public record Invalid(String name, String message) {}

    /// Thrown with all bad values at once.
    public static final class InvalidOptionsException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient List<Invalid> problems;

        InvalidOptionsException(List<Invalid> problems) {
            super(
                    String.join(
                            "; ",
                            problems.stream().map(p -> p.name() + " " + p.message()).toList()));
            this.problems = problems;
        }

        public List<Invalid> problems() {
            return problems;
        }
    }

    private final OptionCatalog catalog;
    private final Map<String, String> chosen;

    private Options(OptionCatalog catalog, Map<String, String> chosen) {
        this.catalog = catalog;
        this.chosen = chosen;
    }

    /// Checks the given values. Names that the catalogue does not know are left out; ask [OptionCatalog] about them first.
    public static Options of(OptionCatalog catalog, Map<String, String> values)
            throws InvalidOptionsException {
        var chosen = new LinkedHashMap<String, String>();
        var problems = new ArrayList<Invalid>();
        values.forEach((name, value) ->
                catalog.find(name)
                        .ifPresent(spec -> {
                            try {
                                chosen.put(name, spec.check(value));
                            } catch (IllegalArgumentException bad) {
                                problems.add(new Invalid(name, String.valueOf(bad.getMessage())));
                            }
                        }));
        if (!problems.isEmpty()) {
            throw new InvalidOptionsException(problems);
        }
        return new Options(catalog, chosen);
    }

    /// What the user set, in the order given.
    public Map<String, String> chosen() {
        return Map.copyOf(chosen);
    }

    public boolean isSet(String name) {
        return chosen.containsKey(name);
    }

    public String text(String name) {
        String value = chosen.get(name);
        return value != null ? value : spec(name).defaultValue();
    }

    public boolean flag(String name) {
        return text(name).equals("true");
    }

    public int integer(String name) {
        return Integer.parseInt(text(name));
    }

    public double number(String name) {
        return Double.parseDouble(text(name));
    }

    private OptionSpec spec(String name) {
        return catalog.find(name)
                .orElseThrow(() -> new IllegalArgumentException("No such option: " + name));
    }
}
