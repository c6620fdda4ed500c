package org.nadir.engine.ortho;

import java.util.Arrays;
import java.util.List;
import org.nadir.engine.work.Workers;

/// Finds the [PhotoTone] of every photo from places that several photos show, by robust least squares
/// ([ToneEquations]) for each channel.
final class ColourBalance {

    private final ColourSamples samples;
    private final int[] lensOf;

    /// @param lensOf number of the lens of each photo; photos of one lens share the fall-off
    ColourBalance(ColourSamples samples, int[] lensOf) {
        this.samples = samples;
        this.lensOf = lensOf.clone();
    }

    PhotoTone[] solve(Workers workers) {
        int photos = lensOf.length;
        var tones = new PhotoTone[photos];
        Arrays.setAll(tones, i -> PhotoTone.neutral());
        if (samples.count() == 0) {
            return tones;
        }
        List<double[]> solved =
                workers.map(
                        3,
                        channel ->
                                new ToneEquations(samples, lensOf, channel, ToneEquations.DENSE)
                                        .solve());
        for (int channel = 0; channel < 3; channel++) {
            double[] x = solved.get(channel);
            for (int i = 0; i < photos; i++) {
                int lens = 2 * photos + 2 * lensOf[i];
                tones[i].gain()[channel] = (float) Math.exp(x[2 * i]);
                tones[i].offset()[channel] = (float) x[2 * i + 1];
                tones[i].falloff()[2 * channel] = (float) x[lens];
                tones[i].falloff()[2 * channel + 1] = (float) x[lens + 1];
            }
        }
        return tones;
    }
}
