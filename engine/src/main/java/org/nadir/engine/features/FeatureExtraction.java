package org.nadir.engine.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Finds the features of all photos, several photos at a time, as many as memory allows.
public final class FeatureExtraction {

    /// Share of the heap that photos in work may fill together.
    private static final double HEAP_SHARE = 0.6;

    private static final int KILO = 1024;

    /// Pixel-sized float planes that an extractor holds at most: one and a third times three levels, four that all octaves
    /// share, the image itself and the marks of the detector.
    private static final int PLANES = 10;

    private final FeatureSettings settings;
    private final Path cacheFolder;
    private final Work work;
    private final ConcurrentLinkedQueue<SiftExtractor> extractors = new ConcurrentLinkedQueue<>();
    private final int budgetKilobytes;
    private final Semaphore memory;

    private FeatureExtraction(FeatureSettings settings, Path cacheFolder, Work work) {
        this.settings = settings;
        this.cacheFolder = cacheFolder;
        this.work = work;
        budgetKilobytes =
                (int)
                        Math.min(
                                HEAP_SHARE * Runtime.getRuntime().maxMemory() / KILO,
                                Integer.MAX_VALUE);
        memory = new Semaphore(budgetKilobytes, true);
    }

    /// The features of each photo, in the photos' order. What was found is kept in `cacheFolder` and used again when photo
    /// and settings are the same. A photo that cannot be read is reported and has no features.
    public static List<FeatureSet> extractAll(
            List<Photo> photos, FeatureSettings settings, Path cacheFolder, Work work) {
        try {
            Files.createDirectories(cacheFolder);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        work.progress().title("Finding features in " + photos.size() + " photos");
        var extraction = new FeatureExtraction(settings, cacheFolder, work);
        List<FeatureSet> results = new ArrayList<>(Collections.nCopies(photos.size(), NONE));
        Workers.forEach(work, photos.size(), i -> results.set(i, extraction.featuresOf(photos.get(i))));
        return List.copyOf(results);
    }

    private static final FeatureSet NONE =
            new FeatureSet(new float[0], new float[0], new float[0], new byte[0], new byte[0]);

    private FeatureSet featuresOf(Photo photo) throws InterruptedException {
        try {
            String key = key(photo);
            Path file = cacheFolder.resolve(photo.name() + ".features");
            Optional<FeatureSet> known = FeatureFile.read(file, key);
            if (known.isPresent()) {
                tell(photo, known.get(), " (kept from before)");
                return known.get();
            }
            FeatureSet found = extractWithinMemory(photo);
            FeatureFile.write(file, key, found);
            tell(photo, found, "");
            return found;
        } catch (IOException failure) {
            work.console().warning(photo.name() + ": cannot be read: " + failure.getMessage());
            return NONE;
        }
    }

    private void tell(Photo photo, FeatureSet found, String remark) {
        work.console()
                .info(
                        String.format(
                                Locale.ROOT, "%s: %,d features%s", photo.name(), found.count(), remark));
    }

    private String key(Photo photo) throws IOException {
        return String.join(
                " ",
                settings.toString(),
                Long.toString(Files.size(photo.file())),
                Files.getLastModifiedTime(photo.file()).toString());
    }

    private FeatureSet extractWithinMemory(Photo photo) throws IOException, InterruptedException {
        int need = Math.min(kilobytes(photo.camera()), budgetKilobytes);
        memory.acquire(need);
        try {
            return extract(photo);
        } finally {
            memory.release(need);
        }
    }

    private int kilobytes(Camera camera) {
        double pixels = (double) camera.width() * camera.height();
        double share =
                (double) settings.quality().workSide(camera.width(), camera.height()) / camera.size();
        double workPixels = share * share * pixels * (settings.firstOctave() < 0 ? 4 : 1);
        return (int) Math.min((3 * pixels + PLANES * Float.BYTES * workPixels) / KILO, budgetKilobytes);
    }

    private FeatureSet extract(Photo photo) throws IOException {
        DecodedPhoto decoded = DecodedPhoto.read(photo.file());
        FeatureMask mask = MaskFiles.of(photo.file(), decoded.width(), decoded.height());
        GrayImage gray =
                decoded.toGray(settings.quality().workSide(decoded.width(), decoded.height()));
        SiftExtractor free = extractors.poll();
        SiftExtractor extractor = free == null ? new SiftExtractor(settings) : free;
        FeatureSet found = extractor.extract(gray, decoded.width(), decoded.height(), mask);
        extractors.add(extractor);
        return coloured(found, decoded);
    }

    private static FeatureSet coloured(FeatureSet features, DecodedPhoto photo) {
        byte[] rgb = features.rgb();
        for (int i = 0; i < features.count(); i++) {
            int x = Math.clamp((long) features.u()[i], 0, photo.width() - 1);
            int y = Math.clamp((long) features.v()[i], 0, photo.height() - 1);
            int colour = photo.rgb(x, y);
            rgb[3 * i] = (byte) (colour >> 16);
            rgb[3 * i + 1] = (byte) (colour >> 8);
            rgb[3 * i + 2] = (byte) colour;
        }
        return features;
    }
}
