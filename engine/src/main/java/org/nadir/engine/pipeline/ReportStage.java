package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.report.OverlapMap;
import org.nadir.engine.report.QualityReport;
import org.nadir.engine.report.ReportContent;
import org.nadir.engine.report.ReportUnits;
import org.nadir.engine.report.TiePointErrors;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;
import org.nadir.geo.UtmZone;

/// `odm_report/stats.json` and `odm_report/report.pdf`: the figures of the run for programs and for people.
final class ReportStage implements StageAction {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Stage stage() {
        return Stage.ODM_REPORT;
    }

    @Override
    public List<String> options() {
        return List.of("skip-report", "report-units", "crop", "orthophoto-cutline");
    }

    @Override
    public List<String> products() {
        return List.of("odm_report/stats.json", "odm_report/report.pdf");
    }

    /// The figures are small and tell of this run's times, so they are written each time.
    @Override
    public boolean alwaysRuns() {
        return true;
    }

    @Override
    public boolean isWanted(Run run) {
        return !run.options().flag("skip-report");
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        ReportContent content = content(run);
        StatsJson.write(run, content);
        work.cancellation().check();
        Path file = run.project().report("report.pdf");
        try {
            QualityReport.write(ProjectFolder.ready(file), content, work.cancellation());
            run.product(file);
        } catch (CancellationException cancelled) {
            Files.deleteIfExists(file);
            throw cancelled;
        } catch (IOException | RuntimeException failure) {
            // A report is worth less than the results: the run goes on without it.
            Files.deleteIfExists(file);
            work.console().warning("The quality report could not be written: " + failure);
        }
    }

    private static ReportContent content(Run run) throws IOException {
        boolean dense = Files.exists(run.project().filteredCloud());
        var scene = run.sfm().scene();
        return new ReportContent(
                summary(run, dense),
                run.photos(),
                scene,
                run.sfm().statistics(),
                run.reference(),
                TiePointErrors.of(scene),
                OverlapMap.of(
                        scene.shots(),
                        dense ? run.cloud().xyz() : scene.pointXyz(),
                        dense ? run.crop() : null),
                rasters(run),
                run.log().figures().stream()
                        .map(f ->
                                new ReportContent.StageFigures(
                                        f.stage().title(),
                                        f.seconds(),
                                        f.peakMegabytes(),
                                        f.earlier()))
                        .toList(),
                options(run),
                ReportUnits.of(run.options().text("report-units")),
                ReferenceAlignment.sentences(run.project()),
                run.identicalPhotos());
    }

    /// Those that shape the result.
    private static Map<String, String> options(Run run) {
        var options = new TreeMap<>(run.options().chosen());
        options.keySet().removeAll(List.of("rerun", "rerun-from", "rerun-all"));
        return options;
    }

    private static ReportContent.Summary summary(Run run, boolean dense) throws IOException {
        boolean known = run.reference().isKnown();
        return new ReportContent.Summary(
                title(run),
                EngineVersion.NUMBER,
                run.log().start(),
                captured(run, true),
                captured(run, false),
                run.log().figures().stream().mapToDouble(RunLog.StageFigures::seconds).sum(),
                known && dense ? run.crop().area() : Double.NaN,
                known ? run.gsdMetres() : Double.NaN,
                dense ? run.cloud().count() : -1,
                known ? crs(UtmZone.ofEpsg(run.reference().epsg())) : "");
    }

    private static String crs(UtmZone zone) {
        return "UTM zone " + zone.number() + (zone.north() ? "N" : "S") + ", EPSG:" + zone.epsg();
    }

    /// The task's name, which a node leaves in `options.json`; else the name of the folder.
    private static String title(Run run) throws IOException {
        Path options = run.project().file("options.json");
        JsonNode name =
                Files.exists(options)
                        ? JSON.readTree(options.toFile()).path("name")
                        : JSON.nullNode();
        return name.isTextual() && !name.asText().isBlank()
                ? name.asText().strip()
                : String.valueOf(run.project().root().toAbsolutePath().normalize().getFileName());
    }

    private static @Nullable Instant captured(Run run, boolean first) {
        LongStream times =
                run.photos().stream().mapToLong(Photo::captureTimeMillis).filter(t -> t > 0);
        var found = first ? times.min() : times.max();
        return found.isPresent() ? Instant.ofEpochMilli(found.getAsLong()) : null;
    }

    /// What the options ask for; files of an earlier run with other options do not count.
    private static ReportContent.Rasters rasters(Run run) {
        boolean known = run.reference().isKnown();
        return new ReportContent.Rasters(
                existing(
                        known && !run.options().flag("skip-orthophoto"),
                        run.project().orthophoto("tif")),
                existing(known && run.options().flag("dsm"), run.project().dem("dsm.tif")),
                existing(known && run.options().flag("dtm"), run.project().dem("dtm.tif")));
    }

    private static @Nullable Path existing(boolean wanted, Path file) {
        return wanted && Files.exists(file) ? file : null;
    }
}
