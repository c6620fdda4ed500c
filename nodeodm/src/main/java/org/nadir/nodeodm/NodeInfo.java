package org.nadir.nodeodm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/// Answer of `GET /info`. Memory in bytes; `maxImages` null = no limit. Fields that older nodes leave out are null or 0.
@JsonIgnoreProperties(ignoreUnknown = true)
public record NodeInfo(
        String version,
        int taskQueueCount,
        long totalMemory,
        long availableMemory,
        long cpuCores,
        @Nullable Integer maxImages,
        long maxParallelTasks,
        @Nullable String engine,
        @Nullable String engineVersion) {}
