package org.nadir.engine.fusion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.nadir.engine.depth.DenseSettings;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Merges depth maps into one cloud. A first pass finds the samples that other maps confirm; a second makes one point of the
/// samples that agree, written by the first of their maps. Both passes look at a few maps at a time.
final class CloudFusion {

    /// Other maps that must agree, where that many have an opinion.
    private static final int CONFIRMATIONS = 2;

    private final List<Path> files;
    private final List<int[]> neighbours;
    private final DenseSettings settings;
    private final MapCache cache;
    private final BitSet[] confirmed;

    private CloudFusion(List<Path> files, List<int[]> neighbours, DenseSettings settings) {
        this.files = files;
        this.neighbours = neighbours;
        this.settings = settings;
        this.confirmed = new BitSet[files.size()];
        try {
            this.cache = new MapCache(files, Runtime.getRuntime().maxMemory() / 4);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// @param files depth map files
    /// @param neighbours for each file, the indices of the files that may confirm it
    static CloudFusion of(
            List<Path> files, List<int[]> neighbours, DenseSettings settings, Work work) {
        var fusion = new CloudFusion(files, neighbours, settings);
        work.progress().title("Merging " + files.size() + " depth maps");
        Workers.forEach(work, files.size(), fusion::confirm);
        return fusion;
    }

    /// Points, the first of which come from the maps in question.
    ///
    /// @param own how many these are
    record Owned(DenseCloud cloud, int own) {}

    /// The points of some maps, map by map, and after them those of others, for what needs neighbours. Each point is
    /// written by one map only, whichever maps are asked for together.
    Owned merge(int[] own, int[] others, Work work) {
        int[] all = java.util.Arrays.copyOf(own, own.length + others.length);
        System.arraycopy(others, 0, all, own.length, others.length);
        List<CloudBuilder> parts = builders(all.length);
        Workers.forEach(work, all.length, i -> merge(all[i], parts.get(i)));
        int count = parts.subList(0, own.length).stream().mapToInt(CloudBuilder::count).sum();
        return new Owned(CloudBuilder.join(parts), count);
    }

    private static List<CloudBuilder> builders(int count) {
        var parts = new ArrayList<CloudBuilder>();
        for (int i = 0; i < count; i++) {
            parts.add(new CloudBuilder());
        }
        return parts;
    }

    private void confirm(int index) throws IOException {
        MapSamples map = cache.map(index);
        var agreement = new Agreement(map, others(index));
        var bits = new BitSet(map.depth.length);
        for (int y = 0; y < map.height; y++) {
            for (int x = 0; x < map.width; x++) {
                int i = y * map.width + x;
                if (map.depth[i] > 0) {
                    agreement.ask(x, y);
                    bits.set(i, isConfirmed(agreement));
                }
            }
        }
        confirmed[index] = bits;
    }

    private boolean isConfirmed(Agreement agreement) {
        if (settings.skipGeometric()) {
            return true;
        }
        int needed = Math.clamp(agreement.asked, 1, CONFIRMATIONS);
        return agreement.agreeing >= needed && agreement.contradicting <= agreement.agreeing;
    }

    private void merge(int index, CloudBuilder cloud) throws IOException {
        MapSamples map = cache.map(index);
        var agreement = new Agreement(map, others(index));
        int[] sources = neighbours.get(index);
        BitSet bits = confirmed[index];
        for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
            agreement.ask(i % map.width, i / map.width);
            if (isFirst(index, sources, agreement)) {
                add(agreement, cloud);
            }
        }
    }

    /// Whether no earlier map holds a confirmed sample of the same piece of surface.
    private boolean isFirst(int index, int[] sources, Agreement agreement) {
        for (int j = 0; j < sources.length; j++) {
            if (sources[j] < index
                    && agreement.agrees[j]
                    && agreement.same[j]
                    && confirmed[sources[j]].get(agreement.pixel[j])) {
                return false;
            }
        }
        return true;
    }

    private static void add(Agreement agreement, CloudBuilder cloud) {
        int n = agreement.agreeing + 1;
        double[] normal = agreement.sumNormal;
        double length =
                Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
        for (int k = 0; k < 3; k++) {
            agreement.sumPoint[k] /= n;
            normal[k] /= length;
            agreement.sumColour[k] = (agreement.sumColour[k] + n / 2) / n;
        }
        cloud.add(agreement.sumPoint, normal, agreement.sumColour, n);
    }

    private MapSamples[] others(int index) throws IOException {
        int[] indices = neighbours.get(index);
        var maps = new MapSamples[indices.length];
        for (int j = 0; j < maps.length; j++) {
            maps[j] = cache.map(indices[j]);
        }
        return maps;
    }
}
