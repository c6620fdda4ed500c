package org.nadir.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The console file, held against small texts worked out by hand.
class ConsoleTest {

    @TempDir Path folder;
    Path file;
    final Console console = new Console();

    @BeforeEach
    void name() {
        file = folder.resolve("data/console_output.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, a b c d e",
        "-3, 0, a b c d e",
        "2, 0, c d e",
        "5, 0, ''",
        "99, 0, ''",
        "1, 2, b c",
        "0, 99, a b c d e",
        "0, -2, d e",
        "4, -3, e",
        "0, -99, a b c d e",
        "2147483647, 2147483647, ''",
        "0, -2147483648, a b c d e"
    })
    void readsFromALineSoManyOrTheLastOnes(int from, int limit, String expected)
            throws IOException {
        console.append(file, List.of("a", "b", "c", "d", "e", "", " "));
        Console.Excerpt excerpt = console.read(file, from, limit);
        assertThat(String.join(" ", excerpt.lines())).isEqualTo(expected);
        assertThat(excerpt.total()).isEqualTo(5);
    }

    @Test
    void anEmptyConsoleHasOneEmptyLine() throws IOException {
        Console.Excerpt excerpt = console.read(file, 0, 0);
        assertThat(excerpt.text()).isEmpty();
        assertThat(excerpt.total()).isEqualTo(1);
        assertThat(console.lineCount(file)).isZero();
    }

    @Test
    void countsTheLinesOfTheNodeWhateverTheyHold() throws IOException {
        console.append(file, List.of("one", "two\nstill two\r\n", "", "four  "));
        assertThat(console.lineCount(file)).isEqualTo(4);
        assertThat(new Console().lineCount(file)).isEqualTo(4);
        assertThat(Files.readString(file)).isEqualTo("one\ntwo still two\n\nfour\n");
    }

    @Test
    void aLineCutOffIsDroppedBeforeTheNextIsAdded() throws IOException {
        console.append(file, List.of("one", "two"));
        Files.writeString(file, Files.readString(file) + "thr");
        var afterCrash = new Console();
        assertThat(afterCrash.lineCount(file)).isEqualTo(2);
        afterCrash.append(file, List.of("three"));
        assertThat(Files.readString(file)).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void bytesThatAreNoTextDoNotStopIt() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {(byte) 0xff, 'x', '\n'});
        assertThat(console.read(file, 0, 0).lines()).hasSize(1);
    }
}
