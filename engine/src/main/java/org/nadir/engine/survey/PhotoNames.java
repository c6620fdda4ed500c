package org.nadir.engine.survey;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names of the photos, found again in whatever case somebody typed them, also where a name has blanks.
public final class PhotoNames {

    private final Set<String> exact;
    private final Map<String, String> folded = new HashMap<>();
    private final int mostWords;

    public PhotoNames(Collection<String> names) {
        exact = new HashSet<>(names);
        int words = 1;
        for (String name : names) {
            // Names that differ in case alone have to be written exactly.
            folded.merge(name.toLowerCase(Locale.ROOT), name, (a, b) -> "");
            words = Math.max(words, name.split(" ", -1).length);
        }
        mostWords = words;
    }

    /// A photo's name in a line.
    ///
    /// @param name as the photo has it
    /// @param end number of the word after it
    record Found(String name, int end) {}

    /// The photo named by the words from `from` on; null when there is none.
    @Nullable Found find(List<String> words, int from) {
        for (int end = from + 1; end <= Math.min(words.size(), from + mostWords); end++) {
            String name = find(String.join(" ", words.subList(from, end)));
            if (name != null) {
                return new Found(name, end);
            }
        }
        return null;
    }

    private @Nullable String find(String written) {
        if (exact.contains(written)) {
            return written;
        }
        String name = folded.get(written.toLowerCase(Locale.ROOT));
        return name == null || name.isEmpty() ? null : name;
    }
}
