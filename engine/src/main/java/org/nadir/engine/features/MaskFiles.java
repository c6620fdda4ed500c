package org.nadir.engine.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nadir.imaging.GrayImage;
import org.nadir.imaging.ImageDecoder;

/// Reads masks that lie beside photos as `<name>_mask.png` (or jpg, tif, bmp); black keeps
/// features out.
final class MaskFiles {

    private static final List<String> ENDINGS =
            List.of("png", "PNG", "jpg", "JPG", "jpeg", "JPEG", "tif", "TIF", "bmp", "BMP");

    /// Black may come out a little lighter from a lossy file.
    private static final int DARKEST_ALLOWED = 16;

    private MaskFiles() {}

    /// The mask of a photo, stretched to its size; one that lets everything pass when there is no mask file.
    static FeatureMask of(Path photo, int width, int height) throws IOException {
        String name = photo.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        for (String ending : ENDINGS) {
            Path file = photo.resolveSibling(stem + "_mask." + ending);
            if (Files.isRegularFile(file)) {
                return read(file, width, height);
            }
        }
        return FeatureMask.everywhere();
    }

    private static FeatureMask read(Path file, int width, int height) throws IOException {
        GrayImage mask = ImageDecoder.decodeGray(file);
        double scaleX = (double) mask.width() / width;
        double scaleY = (double) mask.height() / height;
        return (u, v) -> {
            int x = Math.clamp((long) (u * scaleX), 0, mask.width() - 1);
            int y = Math.clamp((long) (v * scaleY), 0, mask.height() - 1);
            return mask.at(x, y) >= DARKEST_ALLOWED;
        };
    }
}
