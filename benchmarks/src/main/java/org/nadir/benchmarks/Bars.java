package org.nadir.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a run was to reach, and whether it did: one Markdown table.
final class Bars {

    private final List<String> rows = new ArrayList<>();

    /// Measured at most `most`.
    void atMost(String what, double measured, double most, String unit) {
        row(what, "≤ " + number(most) + unit, number(measured) + unit, measured <= most);
    }

    void atLeast(String what, double measured, double least, String unit) {
        row(what, "≥ " + number(least) + unit, number(measured) + unit, measured >= least);
    }

    void all(String what, int reached, int of) {
        row(what, Integer.toString(of), Integer.toString(reached), reached == of);
    }

    /// A figure without a bar.
    void note(String what, double measured, String unit) {
        rows.add("| %s | | %s | |".formatted(what, number(measured) + unit));
    }

    private void row(String what, String wanted, String measured, boolean held) {
        rows.add(
                "| %s | %s | %s | %s |".formatted(what, wanted, measured, held ? "yes" : "**no**"));
    }

    /// Four significant digits, without an exponent.
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    void print() {
        System.out.println("| what | bar | measured | held |\n|---|---|---|---|");
        rows.forEach(System.out::println);
        System.out.println();
    }
}
