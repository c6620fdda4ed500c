package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DenseStageTest {

    /// Small enough for memory, and so large that the neighbours, merged once more for each batch, are no more than the batch's own.
    @Test
    void batchesFollowTheOrderOfThePhotosAndAreAlikeInSize() {
        for (int photos : new int[] {1, 39, 79, 80, 160, 1003}) {
            int[] batchOf = DenseStage.batchOf(photos);
            assertThat(batchOf).hasSize(photos).isSorted();
            int last = batchOf[photos - 1];
            for (int batch = 0; batch <= last; batch++) {
                int wanted = batch;
                long size = Arrays.stream(batchOf).filter(b -> b == wanted).count();
                assertThat(size).as("%d photos, batch %d", photos, batch).isBetween(1L, 79L);
                assertThat(last == 0 || size >= DenseStage.BATCH).isTrue();
            }
        }
    }
}
