package org.nadir.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ranges and file names in headers, case by case from RFC 9110 and RFC 6266.
class FileReplyTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=0-1000, 0, 100",
        "bytes=50-, 50, 100",
        "bytes=-1, 99, 100",
        "bytes=-500, 0, 100",
        "bytes=99-, 99, 100"
    })
    void readsRanges(String header, long first, long end) {
        FileReply.ByteRange range = Objects.requireNonNull(FileReply.ByteRange.parse(header, 100));
        assertThat(range).isEqualTo(new FileReply.ByteRange(first, end, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=200-300", "bytes=-0"})
    void seesRangesOutside(String header) {
        assertThat(FileReply.ByteRange.parse(header, 100)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "lines=1-2", "bytes=x-y", "bytes=-", "bytes=9-3", ""})
    void servesAllWhereItDoesNotUnderstand(String header) {
        assertThat(FileReply.ByteRange.parse(header, 100))
                .isEqualTo(FileReply.ByteRange.whole(100));
    }

    @Test
    void writesNamesForOldAndNewClients() {
        assertThat(FileReply.disposition("a-b.tif")).isEqualTo("attachment; filename=a-b.tif");
        assertThat(FileReply.disposition("a b.tif")).isEqualTo("attachment; filename=\"a b.tif\"");
        assertThat(FileReply.disposition("ü\"x.tif"))
                .isEqualTo("attachment; filename=__x.tif; filename*=UTF-8''%C3%BC%22x.tif");
    }
}
