package org.nadir.server.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Moments as whole microseconds since 1970, the form in which rows keep them: exact, sortable, the same in every database.
public final class Micros {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Micros() {}

    public static long now() {
        return of(Instant.now());
    }

    public static long of(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /// As the API writes moments: `2017-02-18T18:01:55.402551Z`.
    public static String iso(long micros) {
        return ISO.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    public static @Nullable String isoOrNull(@Nullable Long micros) {
        return micros == null ? null : iso(micros);
    }

    /// Reads ISO 8601 with or without fraction and offset (none means UTC).
    ///
    /// @throws IllegalArgumentException for anything else
    public static long parse(String text) {
        String zoned = text.strip().replace(' ', 'T');
        if (!zoned.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$") || zoned.length() <= 10) {
            zoned = (zoned.length() == 10 ? zoned + "T00:00:00" : zoned) + "Z";
        }
        try {
            return of(OffsetDateTime.parse(zoned).toInstant());
        } catch (DateTimeParseException broken) {
            throw new IllegalArgumentException("Not a date and time: " + text, broken);
        }
    }

    /// A column that may be null.
    public static @Nullable Long orNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
