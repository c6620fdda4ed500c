package org.nadir.engine.sfm;

import java.util.Locale;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Moves the observations of a placed block to where the gray values of the full-size photos agree best.
///
/// Features are found one photo at a time, most often in a reduced photo, each with its own error of place. Here each tie
/// point gets a reference observation. Its surroundings are cut from the photo, distorted as the poses and a plane through
/// the point tell, and sought in the other photos (see [PatchSearch]). The reference stays where it is: which spot of the
/// ground is the tie point is its choice. An observation that is not found again for sure, or only far off, stays as it was.
///
/// Photos are decoded twice, for their references and for their other observations, unless they fit into memory. The result
/// does not depend on the number of threads.
final class ObservationRefinement {

    private final Reconstruction block;
    private final ReferencePatches references;
    private final float[] u;
    private final float[] v;
    private final float[] sd;
    private final boolean[] found;

    private ObservationRefinement(Reconstruction block) {
        this.block = block;
        references = new ReferencePatches(block);
        Tracks tracks = block.tracks;
        u = new float[tracks.observationCount()];
        v = new float[tracks.observationCount()];
        sd = new float[tracks.observationCount()];
        found = new boolean[tracks.observationCount()];
        for (int i = 0; i < u.length; i++) {
            u[i] = tracks.u(i);
            v[i] = tracks.v(i);
            sd[i] = (float) (ObservationNoise.UNREFINED * block.sd[i]);
        }
    }

    /// Refines the active observations of all points.
    static void run(Reconstruction block, Work work) {
        work.progress().title("Refining tie points in " + block.placedCount() + " photos");
        var refinement = new ObservationRefinement(block);
        var reader = new PyramidReader(block, work.console());
        Workers.forEach(
                work.part(0, 0.4),
                block.photos.size(),
                photo -> {
                    if (block.placed[photo]) {
                        reader.first(photo, refinement.references::cut);
                    }
                });
        Workers.forEach(
                work.part(0.4, 1),
                block.photos.size(),
                photo -> {
                    if (block.placed[photo]) {
                        reader.last(photo, (p, pyramid) -> refinement.find(p, pyramid, work));
                    }
                });
        refinement.apply(work);
    }

    private void find(int photo, PhotoPyramid pyramid, Work work) {
        var search = new PatchSearch(block, references);
        Tracks tracks = block.tracks;
        for (int k = tracks.photoStart(photo); k < tracks.photoStart(photo + 1); k++) {
            int i = tracks.ofPhoto(k);
            int r = references.of(tracks.track(i));
            work.cancellation().check();
            if (!block.active[i] || r < 0 || r == i || !search.find(i, pyramid)) {
                continue;
            }
            u[i] = (float) search.u;
            v[i] = (float) search.v;
            sd[i] = (float) ObservationNoise.ofPlace(search.sd / block.cameraOf(photo).size());
            found[i] = true;
        }
    }

    /// A reference is exact where others were found by it: it says what they are observations of.
    private void apply(Work work) {
        int refined = 0;
        int sought = 0;
        for (int i = 0; i < found.length; i++) {
            int r = references.of(block.tracks.track(i));
            if (found[i]) {
                sd[r] = 1;
                refined++;
            }
            sought += block.active[i] && i != r ? 1 : 0;
        }
        if (refined == 0) {
            return;
        }
        block.moveObservations(u, v, sd, work.workers());
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "%,d of %,d observations of tie points placed anew in the full-size"
                                        + " photos",
                                refined,
                                sought));
    }
}
