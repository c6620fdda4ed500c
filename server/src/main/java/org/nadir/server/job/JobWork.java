package org.nadir.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;

/// What a job does.
@FunctionalInterface
public interface JobWork {

    /// @param folder an empty folder of the job's own; what is left in it beside the result is deleted with it
    /// @throws JobFailure with the sentence that the caller reads
    Result run(Path folder, JobProgress progress) throws IOException, JobFailure;

    /// What came of it.
    sealed interface Result {
        /// A file in the job's folder.
        record OfFile(String name) implements Result {}

        /// A value.
        record OfValue(JsonNode value) implements Result {}
    }
}
