package org.nadir.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.sfm.SfmStatistics;
import org.nadir.engine.sfm.SfmStatistics.ControlPointResult;
import org.nadir.engine.sfm.SfmStatistics.ControlState;
import org.nadir.engine.sfm.SfmStatistics.MarkResult;
import org.nadir.engine.work.Cancellation;

/// The document read back: its text, its pages, and that nothing in a task can break it.
class QualityReportTest {

    private static final GeoReference ZONE = new GeoReference(32632, 600_000, 5_300_000);
    private static final SfmStatistics.AxisErrors ERRORS =
            new SfmStatistics.AxisErrors(
                    List.of(0.011, -0.012, 0.013),
                    List.of(0.021, 0.022, 0.023),
                    List.of(0.0237, 0.0251, 0.0265),
                    0.0417,
                    0.0518,
                    0.0619);

    @TempDir Path folder;

    private final FlatBlock block = new FlatBlock();

    @BeforeEach
    void fly() {
        for (int k = 0; k < 6; k++) {
            block.shot("IMG_%04d.JPG".formatted(k), 8 * k, 4 * (k % 2), true);
        }
        for (int k = 0; k < 300; k++) {
            block.point(10 + k * 0.05, k % 17 * 0.3, 0.3, 0, 1, 2, 3, 4);
        }
    }

    @Test
    void stopsBetweenSections() {
        Path file = folder.resolve("report.pdf");
        ReportContent content = content("t", ZONE, ERRORS, ReportUnits.of("m"));
        assertThatThrownBy(() -> QualityReport.write(file, content, () -> true))
                .isInstanceOf(CancellationException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void tellsTheFiguresOfTheRun() throws IOException {
        String text = text(content("Harbour, June", ZONE, ERRORS, ReportUnits.of("m")));
        assertThat(text).contains("The result was moved to fit align.tif.");
        assertThat(text).contains("A.JPG = B.JPG");
        assertThat(text)
                .contains("Harbour, June", "Quality report · Nadir 9.8.7 · 2026-06-01 10:20 UTC")
                .contains("6 of 7 (86 %) check")
                .contains("Dense points 1,234,567")
                .contains("2.34 cm/px", "4.50 ha (45,000 m²)", "1 h 2 min")
                .contains("UTM zone 32N")
                .contains("X (east) 0.011 0.021 0.024", "Z (up) 0.013 0.023 0.027")
                .contains("Absolute, by ground control points 0.052 0.062")
                .contains("Mean length of the error in 3D 0.042")
                .contains("gcp-1 0.010 -0.020 0.030 0.037 0.80 2/3 used")
                .contains("CHK-2 0.010 -0.020 – 0.022 0.80 2/3 check point")
                .contains("gcp-3 – – – – – 0/0 too few marks")
                .contains("focal_x 0.750000 0.800000 0.050000", "+6.67 %")
                .contains("0.432 px", "Photos without a place: 1", "LOST.JPG")
                .contains("Finding camera positions * 12.5 s")
                .contains("pc-quality high")
                .doesNotContain("DSM", "Orthophoto");
    }

    /// The limits of the focal length are 5 % and 20 %, of photos 95 % and 80 %.
    @Test
    void judgesAndAdvises() throws IOException {
        var findings =
                QualityRules.judge(content("t", ZONE, null, ReportUnits.of("m"))).stream()
                        .map(f -> f.measure() + ": " + f.value() + " " + f.grade().word)
                        .toList();
        assertThat(findings)
                .contains(
                        "Photos placed: 6 of 7 (86 %) check",
                        "Matched features per photo, median: 300 check",
                        "Change of focal length: 6.7 % check",
                        "Mean reprojection error: 0.43 px good",
                        "Position on the earth: from the photos' GPS note");
        assertThat(QualityRules.atLeast(0.95, 0.95, 0.8)).isEqualTo(QualityRules.Grade.GOOD);
        assertThat(QualityRules.atLeast(0.79, 0.95, 0.8)).isEqualTo(QualityRules.Grade.BAD);
        assertThat(QualityRules.atMost(0.05, 0.05, 0.2)).isEqualTo(QualityRules.Grade.GOOD);
        assertThat(QualityRules.atMost(0.21, 0.05, 0.2)).isEqualTo(QualityRules.Grade.BAD);
        assertThat(text(content("t", ZONE, null, ReportUnits.of("m"))))
                .contains("Some photos found no place among the others.");
    }

    @Test
    void withoutPositionsNothingSpeaksOfTheEarth() throws IOException {
        assertThat(text(content("t", GeoReference.NONE, null, ReportUnits.of("m"))))
                .contains("Position on the earth unknown", "Reference none")
                .doesNotContain("Accuracy", "GPS positions", "CE90", "Red: ellipses", "arrows");
    }

    @Test
    void namesOfAnyScriptAreShownOrReplaced() throws IOException {
        String name = "海滩测绘 Пляж Παραλία さくら 해변 Müller شاطئ 🚁\u0007end";
        String text = text(content(name, ZONE, ERRORS, ReportUnits.of("m")));
        assertThat(text).contains("海滩测绘", "Пляж", "Παραλία", "さくら", "해변", "Müller", "end");
    }

    @Test
    void longNamesAreCutInTheMiddle() throws IOException {
        String text =
                text(content("begin" + "x".repeat(400) + "end", ZONE, null, ReportUnits.of("m")));
        assertThat(text).containsPattern("beginx+…x+end").doesNotContain("x".repeat(200));
    }

    @Test
    void unitsAreThoseThatWereAskedFor() throws IOException {
        assertThat(text(content("t", ZONE, ERRORS, ReportUnits.of("ft"))))
                .contains("RMS (ft)", "11.12 acres", "0.92 in/px")
                // 0.0417 m.
                .contains("Mean length of the error in 3D 0.137");
    }

    @Test
    void theSameContentGivesTheSameBytes() throws IOException {
        Path a = folder.resolve("a.pdf");
        Path b = folder.resolve("b.pdf");
        QualityReport.write(
                a, content("t", ZONE, ERRORS, ReportUnits.of("m")), Cancellation.never());
        QualityReport.write(
                b, content("t", ZONE, ERRORS, ReportUnits.of("m")), Cancellation.never());
        assertThat(a).hasSameBinaryContentAs(b);
        assertThat(Files.list(folder)).hasSize(2);
    }

    private String text(ReportContent content) throws IOException {
        Path file = folder.resolve("report.pdf");
        QualityReport.write(file, content, Cancellation.never());
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            int pages = document.getNumberOfPages();
            assertThat(pages).isBetween(3, 7);
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            String text = stripper.getText(document);
            assertThat(text).contains("Page " + pages + " of " + pages);
            return text;
        }
    }

    private ReportContent content(
            String title,
            GeoReference reference,
            SfmStatistics.@Nullable AxisErrors control,
            ReportUnits units) {
        var area = reference.isKnown() ? 45_000 : Double.NaN;
        var gsd = reference.isKnown() ? 0.0234 : Double.NaN;
        var photos = new java.util.ArrayList<>(block.shots.stream().map(Shot::photo).toList());
        photos.add(
                new Photo(
                        "LOST.JPG",
                        Path.of("LOST.JPG"),
                        FlatBlock.CAMERA,
                        new Photo.Position(3, 3, 30, 3, 3),
                        null,
                        0));
        var scene = block.scene();
        return new ReportContent(
                new ReportContent.Summary(
                        title,
                        "9.8.7",
                        Instant.parse("2026-06-01T10:20:30Z"),
                        Instant.parse("2026-05-31T08:00:00Z"),
                        null,
                        3725,
                        area,
                        gsd,
                        1_234_567,
                        "UTM zone 32N, EPSG:32632"),
                photos,
                scene,
                statistics(control),
                reference,
                TiePointErrors.of(scene),
                OverlapMap.of(block.shots, scene.pointXyz(), null),
                new ReportContent.Rasters(null, null, null),
                List.of(
                        new ReportContent.StageFigures("Reading photos", 3712.5, 100, false),
                        new ReportContent.StageFigures("Finding camera positions", 12.5, 0, true)),
                Map.of("pc-quality", "high"),
                units,
                "The result was moved to fit align.tif.",
                "The same photo is there under several names: A.JPG = B.JPG.");
    }

    private static SfmStatistics statistics(SfmStatistics.@Nullable AxisErrors control) {
        var histogram = new SfmStatistics.Histogram(List.of(0.0, 0.5, 1.0), List.of(30, 10));
        var after = new Camera(FlatBlock.CAMERA.id(), 4000, 3000, 0.8, 0.8, 0, 0, 0, 0, 0, 0, 0);
        return new SfmStatistics(
                1,
                new SfmStatistics.TrackSummary(
                        7, 400, 300, 1500, 5, 5, List.of(0, 0, 0, 0, 0, 300)),
                new SfmStatistics.Reprojection(
                        0.432, 0.5, 0.1, 1e-4, histogram, histogram, histogram),
                Map.of(
                        FlatBlock.CAMERA.id(),
                        new SfmStatistics.CameraChange(FlatBlock.CAMERA, after)),
                IntStream.range(0, 6)
                        .mapToObj(k ->
                                new SfmStatistics.ShotSummary(
                                        "IMG_%04d.JPG".formatted(k),
                                        5000,
                                        300,
                                        0.4,
                                        List.of(1.0, 0.0, 0.0, 2.0, 0.0, 4.0)))
                        .toList(),
                List.of("LOST.JPG"),
                control == null ? ERRORS : null,
                control,
                null,
                control == null
                        ? List.of()
                        : List.of(
                                point("gcp-1", ControlState.USED, 0.03),
                                point("CHK-2", ControlState.CHECK, Double.NaN),
                                new ControlPointResult(
                                        "gcp-3",
                                        ControlState.NOT_SEEN,
                                        List.of(1.0, 2.0, 3.0),
                                        List.of(),
                                        Double.NaN,
                                        List.of())));
    }

    private static ControlPointResult point(String name, ControlState state, double z) {
        return new ControlPointResult(
                name,
                state,
                List.of(1.0, 2.0, 3.0),
                List.of(0.01, -0.02, z),
                0.8,
                List.of(
                        new MarkResult("a", 1, 2, 1, 2, false),
                        new MarkResult("b", 1, 2, 1, 2, false),
                        new MarkResult("c", 1, 2, 1, 2, true)));
    }
}
