package org.nadir.tiles;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the bands of an orthophoto hold, in order, as a text like `RGBNRe`: red, green, blue, near-infrared, red edge,
/// panchromatic (`P`), thermal (`L`).
///
/// @param letters one per band
public record BandOrder(List<BandLetter> letters) {

    /// What one band holds.
    public enum BandLetter {
        R("R", "red", "r"),
        G("G", "green", "g"),
        B("B", "blue", "b"),
        N("N", "nir", "n"),
        RE("Re", "rededge", "re"),
        P("P", "panchro", "p"),
        L("L", "lwir", "l");

        private final String symbol;
        private final List<String> names;

        BandLetter(String symbol, String... names) {
            this.symbol = symbol;
            this.names = List.of(names);
        }
    }

    /// The orders that a map offers.
    public static final List<String> OFFERED =
            List.of(
                    "RGB",
                    "RGN",
                    "NGB",
                    "NRG",
                    "NRB",
                    "RGBN",
                    "RGNRe",
                    "GRReN",
                    "RGBNRe",
                    "BGRNRe",
                    "BGRReN",
                    "RGBReN",
                    "RGBNReL",
                    "BGRNReL",
                    "BGRReNL",
                    "BGRNReP",
                    "RGBNReP",
                    "RGBNRePL",
                    "L");

    public BandOrder {
        letters = List.copyOf(letters);
        if (letters.isEmpty()) {
            throw new IllegalArgumentException("A band order without bands");
        }
    }

    /// Reads a text like `RGNRe`.
    ///
    /// @throws IllegalArgumentException when it has other letters
    public static BandOrder parse(String text) {
        List<BandLetter> letters = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            BandLetter found = null;
            for (BandLetter letter : BandLetter.values()) {
                boolean longer = found == null || letter.symbol.length() > found.symbol.length();
                if (text.startsWith(letter.symbol, at) && longer) {
                    found = letter;
                }
            }
            if (found == null) {
                throw new IllegalArgumentException("Unknown bands '" + text + "'");
            }
            letters.add(found);
            at += found.symbol.length();
        }
        return new BandOrder(letters);
    }

    /// The text that the names of the bands spell, for instance `RGN` for red, green, nir; names that say nothing are left
    /// out, so the text may be empty.
    public static String spelled(List<String> descriptions) {
        var text = new StringBuilder();
        for (String description : descriptions) {
            String name = description.strip().toLowerCase(Locale.ROOT).replace(" ", "");
            for (BandLetter letter : BandLetter.values()) {
                if (letter.names.contains(name)) {
                    text.append(letter.symbol);
                }
            }
        }
        return text.toString();
    }

    /// Whether all bands that an index needs are there.
    public boolean has(VegetationIndex index) {
        return letters.containsAll(index.needs());
    }

    /// Index of the band that holds a letter; −1 when none does.
    int indexOf(BandLetter letter) {
        return letters.indexOf(letter);
    }

    public String text() {
        var text = new StringBuilder();
        letters.forEach(letter -> text.append(letter.symbol));
        return text.toString();
    }
}
