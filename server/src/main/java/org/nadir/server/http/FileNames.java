package org.nadir.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names of files that clients send.
public final class FileNames {

    /// Names that mean something in the folder of a task.
    private static final Set<String> RESERVED =
            Set.of("assets", "data", ".incoming", ".outgoing", ".resized");

    private FileNames() {}

    /// The last part of a client's path, fit as a file name here.
    ///
    /// @throws Problem when the name climbs out of its folder or cannot be a file name
    public static String safe(String given) {
        String path = given.replace('\\', '/');
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                throw Problem.rule("Invalid file name: " + printable(given));
            }
        }
        String name = path.substring(path.lastIndexOf('/') + 1).strip();
        if (name.isEmpty()
                || name.equals(".")
                || name.chars().anyMatch(c -> c < 0x20 || c == 0x7f)
                || name.getBytes(StandardCharsets.UTF_8).length > 240
                || RESERVED.contains(name)) {
            throw Problem.rule("Invalid file name: " + printable(given));
        }
        return name;
    }

    /// The name that a client wants a download to have, without what could lead out of a folder.
    ///
    /// @param wanted null, or what is left of it being empty, means `otherwise`
    public static String forSaving(@Nullable String wanted, String otherwise) {
        String clean = wanted == null ? "" : wanted.replaceAll("[\\p{Cntrl}/\\\\]", "").strip();
        return clean.isEmpty() ? otherwise : clean;
    }

    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > 80 ? clean.substring(0, 80) + "…" : clean;
    }
}
