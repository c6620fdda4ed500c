package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies among files that are as large as each other, as those of cameras without compression, and that begin alike.
class IdenticalPhotosTest {

    private static final int SIZE = 200_000;

    private final List<Path> photos = new ArrayList<>();
    @TempDir private Path folder;

    private void photo(String name, byte[] content) throws IOException {
        photos.add(Files.write(folder.resolve(name), content));
    }

    private static byte[] content(long seed, int differsAt) {
        var bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        bytes[differsAt]++;
        return bytes;
    }

    @Test
    void onlyFilesThatAreTheSameToTheLastByteAreNamed() throws IOException {
        photo("a.tif", content(1, 0));
        photo("b.tif", content(1, SIZE - 1));
        photo("c.tif", content(2, 0));
        photo("d.tif", content(1, SIZE - 1));
        photo("e.tif", content(1, 0));
        photo("f.tif", content(1, 70_000));
        photo("g.tif", content(1, 0));
        photo("h.tif", new byte[3]);
        assertThat(IdenticalPhotos.find(photos))
                .containsExactly(List.of("a.tif", "e.tif", "g.tif"), List.of("b.tif", "d.tif"));
    }

    @Test
    void manyAreCounted() {
        var groups = new ArrayList<List<String>>();
        for (int i = 0; i < 23; i++) {
            groups.add(List.of("a" + i, "b" + i));
        }
        assertThat(IdenticalPhotos.sentence(groups))
                .startsWith("The same photo is there under several names: a0 = b0, a1 = b1,")
                .endsWith("a19 = b19 and 3 more.");
        assertThat(IdenticalPhotos.sentence(List.of())).isEmpty();
    }
}
