package org.nadir.engine.bands;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names of spectral bands: one spelling for those that every maker writes differently, and their order along the
/// spectrum.
final class BandName {

    /// Colour photos that a rig takes beside its bands.
    static final String COLOUR = "RGB";

    /// Names by wavelength, each with other spellings in lower case.
    private static final List<List<String>> KNOWN =
            List.of(
                    List.of(COLOUR, "rgb", "d", "redgreenblue"),
                    List.of("Blue", "blue", "blu", "b"),
                    List.of("Green", "green", "gre", "g"),
                    List.of("Red", "red", "r"),
                    List.of("RedEdge", "rededge", "reg", "re"),
                    List.of("NIR", "nir", "nearinfrared", "n"),
                    List.of("Panchro", "panchro", "panchromatic", "pan"),
                    List.of("LWIR", "lwir", "thermal", "tir"));

    /// The end of a file's name that tells its band.
    private static final Pattern ENDING =
            Pattern.compile(
                    "(?i)(.+?)(?:_MS)?[_-](RGB|D|BLU|BLUE|B|GRE|GREEN|G|RED|R|REG|REDEDGE|RE|NIR|N|PAN|LWIR|TIR|\\d)");

    /// Phantom 4 Multispectral: `DJI_0010.JPG` is in colours, `DJI_0011.TIF` to `DJI_0015.TIF` are its bands.
    private static final Pattern PHANTOM = Pattern.compile("(?i)(DJI_\\d{3})([0-5])");

    private static final List<String> PHANTOM_BANDS =
            List.of(COLOUR, "Blue", "Green", "Red", "RedEdge", "NIR");

    private BandName() {}

    /// The usual spelling of a name; names that are not known stay as they are.
    static String usual(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
        return KNOWN.stream()
                .filter(spellings -> spellings.contains(plain))
                .map(List::getFirst)
                .findFirst()
                .orElse(name.strip());
    }

    /// Place along the spectrum; unknown names come last.
    static int rank(String usual) {
        for (int i = 0; i < KNOWN.size(); i++) {
            if (KNOWN.get(i).getFirst().equals(usual)) {
                return i;
            }
        }
        return KNOWN.size();
    }

    /// A file's name in two parts: what all photos of a capture share, and the band.
    record Parted(String shared, String band) {}

    /// Takes a file's name apart, by the habits of the makers.
    ///
    /// @param model of the camera, null when unknown
    static Optional<Parted> parted(String fileName, @Nullable String model) {
        int dot = fileName.lastIndexOf('.');
        String stem = dot < 0 ? fileName : fileName.substring(0, dot);
        Matcher phantom = PHANTOM.matcher(stem);
        if (phantom.matches() && "FC6360".equalsIgnoreCase(model)) {
            return Optional.of(
                    new Parted(
                            phantom.group(1),
                            PHANTOM_BANDS.get(Integer.parseInt(phantom.group(2)))));
        }
        Matcher ending = ENDING.matcher(stem);
        if (!ending.matches()) {
            return Optional.empty();
        }
        String token = ending.group(2);
        boolean number = Character.isDigit(token.charAt(0));
        return Optional.of(new Parted(ending.group(1), number ? "Band" + token : usual(token)));
    }
}
