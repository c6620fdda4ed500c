package org.nadir.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nadir.node.EngineCommand;

/// What the orthophoto takes as its size grows: an orthophoto of an invented landscape ([OrthoLandscape]) is made and written as
/// the engine's stage does it, in a process of its own. Run it with `./nadir bench ortho [SIDE ...] [--heap MEGABYTES]`; the
/// sides are in pixels, 10000 if none is named.
///
/// Photos come from a formula, so decoding is not in the times: the table says how often each photo was asked for instead.
public final class OrthoBenchmark {

    private static final int HEAP = 1400;
    private static final double MOST_MEGABYTES = 2000;

    private OrthoBenchmark() {}

    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        int at = arguments.indexOf("--heap");
        int heap = at < 0 ? HEAP : Integer.parseInt(arguments.get(at + 1));
        int[] sides =
                arguments.subList(0, at < 0 ? arguments.size() : at).stream()
                        .mapToInt(Integer::parseInt)
                        .toArray();
        System.out.printf(
                Locale.ROOT,
                "### orthophoto%n%n%d processors, heap of %d MB%n%n",
                Runtime.getRuntime().availableProcessors(),
                heap);
        for (int side : sides.length == 0 ? new int[] {10_000} : sides) {
            measure(side, heap);
        }
    }

    private static void measure(int side, int heap) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            List<String> command = new ArrayList<>(EngineCommand.ownJvm(heap).words());
            command.set(command.size() - 1, OrthoLandscape.class.getName());
            Path raster = scratch.folder().resolve("orthophoto.tif");
            command.addAll(List.of(Integer.toString(side), raster.toString()));
            List<String> said = new ArrayList<>();
            MeasuredProcess taken = MeasuredProcess.run(command, Map.of(), said::add);
            if (taken.exitCode() != 0) {
                throw new IllegalStateException("The run failed:\n" + String.join("\n", said));
            }
            double[] figures =
                    Arrays.stream(said.getLast().split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
            double megapixels = side * (double) side / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "%d × %d pixels, %.0f photos of 12 MP%n%n",
                    side,
                    side,
                    figures[0]);
            var bars = new Bars();
            bars.atLeast("share of the area covered", figures[2], 1, "");
            bars.atMost("peak memory", taken.peakMegabytes(), MOST_MEGABYTES, " MB");
            bars.note("time per megapixel", taken.seconds() / megapixels, " s");
            bars.note("processor time per megapixel", taken.processorSeconds() / megapixels, " s");
            bars.note("times that a photo was asked for", figures[1] / figures[0], "");
            bars.note("file", Files.size(raster) / 1e6, " MB");
            bars.print();
        }
    }
}
