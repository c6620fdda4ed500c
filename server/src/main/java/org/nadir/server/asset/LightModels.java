package org.nadir.server.asset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.RgbImage;
import org.nadir.server.storage.Folders;
import org.nadir.server.storage.MediaStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Textured models that are light enough for a device: textures are halved until the file is small enough, or until they are so
/// small that halving them more would help nobody. Made when first asked for, and kept beside the task.
final class LightModels {

    private static final Logger LOG = LoggerFactory.getLogger(LightModels.class);
    private static final int SMALLEST_SIDE = 128;
    private static final double QUALITY = 0.85;

    private final MediaStore store;
    private final Semaphore making = new Semaphore(1);

    LightModels(MediaStore store) {
        this.store = store;
    }

    /// @param model the file as the node made it
    /// @param most bytes
    /// @return the model itself when it is small enough or cannot be changed
    Path within(Path model, long task, long most) throws IOException {
        if (Files.size(model) <= most) {
            return model;
        }
        String version =
                Long.toHexString(Files.size(model))
                        + "-"
                        + Long.toHexString(Files.getLastModifiedTime(model).toMillis());
        Path light = store.derived(task).resolve("model-" + most + "-" + version + ".glb");
        if (Files.isRegularFile(light)) {
            return light;
        }
        making.acquireUninterruptibly();
        try {
            return Files.isRegularFile(light) ? light : make(model, light, most);
        } finally {
            making.release();
        }
    }

    private Path make(Path model, Path light, long most) throws IOException {
        Path folder = store.newTemporary("model-");
        try {
            Path smallest = model;
            for (int round = 1; Files.size(smallest) > most; round++) {
                Path halved = folder.resolve(round + ".glb");
                if (!halve(smallest, halved)) {
                    break;
                }
                smallest = halved;
            }
            if (smallest.equals(model)) {
                return model;
            }
            Files.createDirectories(light.getParent());
            removeOlder(light, most);
            Files.move(smallest, light, StandardCopyOption.ATOMIC_MOVE);
            return light;
        } finally {
            Folders.delete(folder);
        }
    }

    private static void removeOlder(Path light, long most) throws IOException {
        try (Stream<Path> others = Files.list(light.getParent())) {
            for (Path other : others.toList()) {
                if (other.getFileName().toString().startsWith("model-" + most + "-")) {
                    Files.deleteIfExists(other);
                }
            }
        }
    }

    /// @return whether any texture could be made smaller
    private static boolean halve(Path from, Path to) throws IOException {
        try (Glb model = Glb.open(from)) {
            if (!model.isPlain()) {
                return false;
            }
            List<byte @Nullable []> changed =
                    new ArrayList<>(Arrays.asList(new byte @Nullable [model.views()][]));
            boolean any = false;
            Set<Integer> seen = new HashSet<>();
            for (int view : model.pictures()) {
                if (view >= 0 && view < model.views() && seen.add(view)) {
                    byte[] half = halved(from, model.view(view));
                    changed.set(view, half);
                    any |= half != null;
                }
            }
            if (any) {
                model.write(to, changed);
            }
            return any;
        } catch (IOException | RuntimeException foreign) {
            LOG.info("{} cannot be made lighter: {}", from, foreign.getMessage());
            return false;
        }
    }

    /// A picture of half the sides in its own format; null when it is small already or has opacity.
    private static byte @Nullable [] halved(Path model, byte[] picture) throws IOException {
        boolean png = picture.length > 26 && (picture[0] & 0xFF) == 0x89 && picture[1] == 'P';
        boolean jpeg = picture.length > 2 && (picture[0] & 0xFF) == 0xFF;
        boolean opaque = jpeg || (png && (picture[25] & 4) == 0);
        if (!opaque) {
            return null;
        }
        RgbImage image = ImageDecoder.decodeRgb(model, picture);
        if (Math.max(image.width(), image.height()) <= SMALLEST_SIDE) {
            return null;
        }
        RgbImage half =
                image.resized(Math.max(1, image.width() / 2), Math.max(1, image.height() / 2));
        return png ? ImageEncoder.png(half) : ImageEncoder.jpeg(half, QUALITY);
    }
}
