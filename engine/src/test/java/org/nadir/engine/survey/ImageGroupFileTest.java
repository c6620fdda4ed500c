package org.nadir.engine.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageGroupFileTest {

    @TempDir Path temp;

    @Test
    void readsGroupsAndNamesTheLinesThatItSkips() throws Exception {
        Path file =
                Files.writeString(
                        temp.resolve("image_groups.txt"),
                        "\ufeff# photo group\n"
                                + "a.jpg A\r\n"
                                + "\n"
                                + "B.JPG\tA\n"
                                + "my photo.jpg  north field\n"
                                + "missing.jpg B\n"
                                + "c.jpg\n"
                                + "a.jpg B\n"
                                + "a.jpg A\n");
        var photos = new PhotoNames(List.of("a.jpg", "b.jpg", "c.jpg", "my photo.jpg"));
        ImageGroupFile groups = ImageGroupFile.read(file, photos);
        assertThat(groups.groups())
                .containsOnly(
                        java.util.Map.entry("a.jpg", "A"),
                        java.util.Map.entry("b.jpg", "A"),
                        java.util.Map.entry("my photo.jpg", "north field"));
        assertThat(groups.groupCount()).isEqualTo(2);
        assertThat(groups.warnings())
                .containsExactly(
                        "image_groups.txt, line 6: there is no photo missing.jpg. The line is"
                                + " skipped: missing.jpg B",
                        "image_groups.txt, line 7: the group is missing. The line is skipped:"
                                + " c.jpg",
                        "image_groups.txt, line 8: a.jpg is already in group A. The line is"
                                + " skipped: a.jpg B");
    }
}
