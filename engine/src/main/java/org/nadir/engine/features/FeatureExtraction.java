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
import org.nadir.engine.scene.PhotoMask;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Finds the features of all photos, several photos at a time, as many as memory allows.
public final class FeatureExtraction {

    /// Share of the heap that photos in work may fill together.
    private static final double HEAP_SHARE = 0.6;

    private static final int KILO = 1024;

    /// Of a photo while it is decoded: the decoder's pixels, ours, and the file.
    private static final int BYTES_PER_PIXEL = 7;

    /// Share of the wanted features below which a photo is searched again at twice the size.
    private static final double ENOUGH = 0.5;

    /// Working images larger than this are not searched at twice the size.
    private static final double MOST_PIXELS_TO_DOUBLE = 4e6;

    /// Pixel-sized float planes that an extractor holds at most: one and a third times three levels, four that all octaves
    /// share, the image itself and the marks of the detector.
    private static final int PLANES = 10;

    private static final FeatureSet NONE =
            new FeatureSet(new float[0], new float[0], new float[0], new byte[0], new byte[0]);

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
        Workers.forEach(
                work, photos.size(), i -> results.set(i, extraction.featuresOf(photos.get(i))));
        return List.copyOf(results);
    }

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
            work.console()
                    .warning(
                            photo.name()
                                    + " seems corrupted and will not be used. ("
                                    + failure.getMessage()
                                    + ")");
            return NONE;
        }
    }

    private void tell(Photo photo, FeatureSet found, String remark) {
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "%s: %,d features%s",
                                photo.name(),
                                found.count(),
                                remark));
    }

    private String key(Photo photo) throws IOException {
        return String.join(
                " ",
                settings.toString(),
                Long.toString(Files.size(photo.file())),
                Files.getLastModifiedTime(photo.file()).toString());
    }

    private FeatureSet extractWithinMemory(Photo photo) throws IOException, InterruptedException {
        FeatureSet found = extractWithinMemory(photo, settings);
        boolean poor = found.count() < ENOUGH * settings.minFeatures();
        if (!poor
                || settings.firstOctave() < 0
                || workPixels(photo.camera()) > MOST_PIXELS_TO_DOUBLE) {
            return found;
        }
        return extractWithinMemory(photo, settings.upsampled());
    }

    private FeatureSet extractWithinMemory(Photo photo, FeatureSettings now)
            throws IOException, InterruptedException {
        int need = kilobytes(photo.camera(), now);
        memory.acquire(need);
        try {
            return extract(photo, now);
        } finally {
            memory.release(need);
        }
    }

    private double workPixels(Camera camera) {
        double share =
                (double) settings.quality().workSide(camera.width(), camera.height())
                        / camera.size();
        return share * share * camera.width() * camera.height();
    }

    private int kilobytes(Camera camera, FeatureSettings now) {
        double pixels = (double) camera.width() * camera.height();
        double planePixels = workPixels(camera) * (now.firstOctave() < 0 ? 4 : 1);
        double bytes = BYTES_PER_PIXEL * pixels + PLANES * Float.BYTES * planePixels;
        return (int) Math.min(bytes / KILO, budgetKilobytes);
    }

    private FeatureSet extract(Photo photo, FeatureSettings now) throws IOException {
        DecodedPhoto decoded = DecodedPhoto.read(photo.file());
        PhotoMask mask = PhotoMask.of(photo.file(), decoded.width(), decoded.height());
        LumaImage luma = decoded.toLuma(now.quality().workSide(decoded.width(), decoded.height()));
        boolean usual = now.equals(settings);
        SiftExtractor free = usual ? extractors.poll() : null;
        SiftExtractor extractor = free == null ? new SiftExtractor(now) : free;
        FeatureSet found =
                extractor.extract(
                        luma, decoded.width(), decoded.height(), mask::allows, work.cancellation());
        if (usual) {
            extractors.add(extractor);
        }
        return coloured(found, decoded);
    }

    private static FeatureSet coloured(FeatureSet features, DecodedPhoto photo) {
        for (int i = 0; i < features.count(); i++) {
            photo.copyColour(features.u()[i], features.v()[i], features.rgb(), 3 * i);
        }
        return features;
    }
}
