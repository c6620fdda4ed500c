package org.nadir.engine.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.GrayImage;
import org.nadir.imaging.ImageDecoder;

/// Which pixels of a photo may be used: a mask lies beside it as `<name>_mask.png` (or jpg, tif, bmp) and is black where
/// nothing is to be taken from the photo. It is stretched to the photo's size.
public final class PhotoMask {

    private static final List<String> ENDINGS =
            List.of("png", "PNG", "jpg", "JPG", "jpeg", "JPEG", "tif", "TIF", "bmp", "BMP");

    /// Black may come out a little lighter from a lossy file.
    private static final int DARKEST_ALLOWED = 16;

    private final @Nullable GrayImage mask;
    private final double scaleX;
    private final double scaleY;

    private PhotoMask(@Nullable GrayImage mask, int width, int height) {
        this.mask = mask;
        this.scaleX = mask == null ? 1 : (double) mask.width() / width;
        this.scaleY = mask == null ? 1 : (double) mask.height() / height;
    }

    /// The mask file of a photo.
    public static Optional<Path> find(Path photo) {
        Path fileName = photo.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return ENDINGS.stream()
                .map(ending -> photo.resolveSibling(stem + "_mask." + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /// The mask of a photo, for pixels of a photo of that size; one that lets everything pass when there is no file.
    public static PhotoMask of(Path photo, int width, int height) throws IOException {
        Optional<Path> file = find(photo);
        return new PhotoMask(
                file.isPresent() ? ImageDecoder.decodeGray(file.get()) : null, width, height);
    }

    /// A mask that lets everything pass.
    public static PhotoMask everywhere() {
        return new PhotoMask(null, 1, 1);
    }

    public boolean isEverywhere() {
        return mask == null;
    }

    /// Whether the pixel at `(u, v)` may be used; places outside count as the nearest ones inside.
    public boolean allows(double u, double v) {
        if (mask == null) {
            return true;
        }
        int x = Math.clamp((long) (u * scaleX), 0, mask.width() - 1);
        int y = Math.clamp((long) (v * scaleY), 0, mask.height() - 1);
        return mask.at(x, y) >= DARKEST_ALLOWED;
    }

    /// Changes when a photo gets a mask, loses it, or gets another one.
    public static long fingerprint(Path photo) throws IOException {
        Optional<Path> file = find(photo);
        return file.isEmpty()
                ? 0
                : 31 * Files.size(file.get()) + Files.getLastModifiedTime(file.get()).toMillis();
    }
}
