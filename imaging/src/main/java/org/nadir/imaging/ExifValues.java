package org.nadir.imaging;

import com.drew.lang.Rational;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import org.jspecify.annotations.Nullable;

/// Single EXIF values of a file; whatever is absent, odd or not finite is null.
record ExifValues(Metadata metadata) {

    @Nullable String text(Class<? extends Directory> kind, int tag) {
        for (Directory directory : metadata.getDirectoriesOfType(kind)) {
            String value = directory.getString(tag);
            if (value != null) {
                String trimmed = value.replace("\0", "").strip();
                if (!trimmed.isEmpty()) {
                    return trimmed;
                }
            }
        }
        return null;
    }

    @Nullable Double number(Class<? extends Directory> kind, int tag) {
        for (Directory directory : metadata.getDirectoriesOfType(kind)) {
            Double value = directory.getDoubleObject(tag);
            if (value != null && Double.isFinite(value)) {
                return value;
            }
        }
        return null;
    }

    @Nullable Integer integer(Class<? extends Directory> kind, int tag) {
        for (Directory directory : metadata.getDirectoriesOfType(kind)) {
            Integer value = directory.getInteger(tag);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /// Degrees of a tag that holds degrees, minutes and seconds, never negative.
    @Nullable Double sexagesimal(Class<? extends Directory> kind, int tag) {
        for (Directory directory : metadata.getDirectoriesOfType(kind)) {
            Rational[] parts = directory.getRationalArray(tag);
            if (parts == null || parts.length == 0 || parts[0].getDenominator() == 0) {
                continue;
            }
            double degrees = 0;
            double unit = 1;
            for (int i = 0; i < Math.min(3, parts.length); i++) {
                degrees += Math.abs(parts[i].doubleValue()) * unit;
                unit /= 60;
            }
            if (Double.isFinite(degrees)) {
                return degrees;
            }
        }
        return null;
    }
}
