package org.nadir.pointcloud;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is needed of the well-known text of a CRS (OGC 01-009 and 12-063, both of which are in use).
final class WellKnownText {

    private static final Pattern HORIZONTAL =
            Pattern.compile("PROJCS\\s*\\[|PROJCRS\\s*\\[|PROJECTEDCRS\\s*\\[");
    private static final Pattern GEOGRAPHIC =
            Pattern.compile("GEOGCS\\s*\\[|GEOGCRS\\s*\\[|GEODCRS\\s*\\[|GEOGRAPHICCRS\\s*\\[");
    private static final Pattern CODE =
            Pattern.compile(
                    "(?:AUTHORITY|ID)\\s*\\[\\s*\"EPSG\"\\s*,\\s*\"?([0-9]{1,9})\"?\\s*\\]");

    private WellKnownText() {}

    /// The EPSG code of the horizontal part as a whole, not that of its datum or its unit; 0 when there is none.
    static int epsg(String text) {
        Matcher start = HORIZONTAL.matcher(text);
        if (start.find() || (start = GEOGRAPHIC.matcher(text)).find()) {
            return codeOfNode(text, start.end());
        }
        return 0;
    }

    /// The code right in the node whose content begins at `from`.
    private static int codeOfNode(String text, int from) {
        Matcher code = CODE.matcher(text);
        int depth = 0;
        boolean quoted = false;
        for (int at = from; at < text.length() && depth >= 0; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == ']') {
                depth--;
            } else if (!quoted && c == '[') {
                depth++;
            } else if (!quoted && depth == 0 && code.region(at, text.length()).lookingAt()) {
                int number = Integer.parseInt(code.group(1));
                return number <= 0xFFFF ? number : 0;
            }
        }
        return 0;
    }
}
