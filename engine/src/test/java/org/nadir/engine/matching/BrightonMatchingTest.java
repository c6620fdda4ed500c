package org.nadir.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.features.FeatureExtraction;
import org.nadir.engine.features.FeatureQuality;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.features.FeatureSettings;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Real photos, where they are at hand (`-Dnadir.shared=FOLDER`): the first six of Brighton Beach must hang together with
/// plenty of matches between neighbours.
class BrightonMatchingTest {

    @TempDir Path cache;

    @Test
    void neighboursShareHundredsOfMatches() throws IOException {
        Path folder =
                Path.of(
                        System.getProperty("nadir.shared", ""),
                        "data",
                        "brighton_beach_1600",
                        "images");
        if (!Files.isDirectory(folder)) {
            System.out.println(
                    "Skipped: no photos; set -Dnadir.shared to the folder that holds data/");
            return;
        }
        List<Photo> photos = photos(folder);
        try (var workers = new Workers(2)) {
            Work work = Work.silent(workers);
            FeatureSettings settings = FeatureSettings.of(8000, FeatureQuality.HIGH);
            List<FeatureSet> features = FeatureExtraction.extractAll(photos, settings, cache, work);
            List<MatchedPair> pairs =
                    PhotoMatcher.match(photos, features, MatchSettings.defaults(), work);
            for (int i = 0; i + 1 < photos.size(); i++) {
                int a = i;
                assertThat(pairs)
                        .anyMatch(p -> p.photoA() == a && p.photoB() == a + 1 && p.count() > 200);
            }
        }
    }

    private static List<Photo> photos(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files =
                    all.filter(f -> f.toString().toLowerCase(Locale.ROOT).endsWith(".jpg"))
                            .sorted()
                            .limit(6)
                            .toList();
        }
        List<Photo> photos = new ArrayList<>();
        for (Path file : files) {
            Camera camera = Camera.perspective("brighton", 1600, 900, 0.5583);
            photos.add(
                    new Photo(
                            file.getFileName().toString(),
                            file,
                            camera,
                            null,
                            null,
                            photos.size()));
        }
        return photos;
    }
}
