package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.testkit.PlacedPhotos;
import org.nadir.testkit.SyntheticControl;
import org.nadir.testkit.SyntheticSurvey;

/// Rendered photos of a small town through the pipeline up to the cameras, against the truth of the renderer. The tags are
/// wrong as those of cheap drones are: 2 m in plan, 3 m and a drift of 8 m in height, 2 % in the focal length, nothing of
/// distortion. One control mark in fifty is wrong. `./nadir bench sfm block` does the same with a hundred photos.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenderedBlockTest {

    private static final SyntheticSurvey.Plan PLAN =
            SyntheticSurvey.Plan.town(4, 5, 40, 800, 600, 23);

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final SyntheticControl control =
            SyntheticControl.of(survey, 3, new SyntheticControl.Marking(0.5, 0.02), 5);
    private Path photos;
    private Path folder;

    @BeforeAll
    void photos(@TempDir Path temporary) throws IOException {
        folder = temporary;
        photos = temporary.resolve("photos");
        survey.writePhotos(photos, PLAN);
    }

    private ProjectFolder run(String name, int threads, Cancellation cancellation)
            throws Exception {
        Path root = Files.createDirectories(folder.resolve(name));
        Files.writeString(root.resolve("gcp_list.txt"), control.file());
        var options = new HashMap<String, String>();
        options.put("end-with", "opensfm");
        options.put("min-num-features", "2000");
        options.put("max-concurrency", Integer.toString(threads));
        var project = new ProjectFolder(root, photos);
        Engine.run(project, Options.of(OptionCatalog.load(), options), SILENT, cancellation);
        return project;
    }

    private static final RunListener SILENT =
            new RunListener() {
                @Override
                public void progress(
                        Stage stage, double inStage, double percent, long left, String title) {}

                @Override
                public void line(Level level, String text) {}
            };

    @Test
    void camerasAndCheckPointsAgreeWithTheTruthAndThreadsChangeNothing() throws Exception {
        assertThat(control.wrongMarks()).isPositive();
        assertThat(control.check()).hasSize(4);
        ProjectFolder one = run("one", 1, Cancellation.never());
        Path cameras = one.file("cameras.json");
        PlacedPhotos placed = PlacedPhotos.read(one.report("shots.geojson"), cameras);
        assertThat(placed.shots()).hasSize(20);
        double[] errors = placed.checkErrors(control.check());
        assertThat(errors[0]).isLessThan(PLAN.gsd());
        assertThat(errors[1]).isLessThan(1.5 * PLAN.gsd());
        assertThat(placed.lenses()).hasSize(1);
        for (PlacedPhotos.Lens lens : placed.lenses().values()) {
            double focal = PLAN.lens().focal();
            // So small a flat block leaves the belief in the tag, of 1 %, a say.
            assertThat(lens.focalX()).isCloseTo(focal, within(0.01 * focal));
        }

        ProjectFolder three = run("three", 3, Cancellation.never());
        assertThat(three.file("cameras.json")).hasSameBinaryContentAs(cameras);
        assertThat(three.report("shots.geojson"))
                .hasSameBinaryContentAs(one.report("shots.geojson"));
        assertThat(three.sfm().resolve("reconstruction.bin"))
                .hasSameBinaryContentAs(one.sfm().resolve("reconstruction.bin"));
    }

    /// Cancels at moments all over a run. What passes until the end is counted in processor time, so that other work on the
    /// machine does not matter.
    @Test
    void stopsSoonWhenCancelled() throws Exception {
        var checks = new AtomicLong();
        run(
                "counted",
                2,
                () -> {
                    checks.incrementAndGet();
                    return false;
                });
        Map<Integer, Double> seconds = new HashMap<>();
        for (int twelfth = 1; twelfth < 12; twelfth += 2) {
            long last = checks.get() * twelfth / 12;
            var asked = new AtomicLong();
            var since = new AtomicLong();
            String name = "cancelled" + twelfth;
            assertThatThrownBy(() ->
                            run(
                                    name,
                                    2,
                                    () -> {
                                        boolean stop = asked.incrementAndGet() >= last;
                                        if (stop) {
                                            since.compareAndSet(0, processorNanos());
                                        }
                                        return stop;
                                    }))
                    .isInstanceOf(CancellationException.class);
            seconds.put(twelfth, (processorNanos() - since.get()) / 1e9);
        }
        assertThat(seconds.values()).allSatisfy(s -> assertThat(s).isLessThan(2));
    }

    private static long processorNanos() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
