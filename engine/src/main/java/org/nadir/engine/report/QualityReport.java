package org.nadir.engine.report;

import java.io.IOException;
import java.nio.file.Path;
import org.nadir.engine.work.Cancellation;

/// The quality report as a PDF document: what was made, how good it is, and what to do where it is not. Start reading here;
/// each section writes its pages from the same content.
public final class QualityReport {

    private QualityReport() {}

    /// Writes the document. Parts whose product or measure does not exist are left out.
    public static void write(Path file, ReportContent content, Cancellation cancellation)
            throws IOException {
        try (var sheet = new Sheet(content.summary().title())) {
            new SummarySection(content).write(sheet);
            cancellation.check();
            new PreviewSection(content).write(sheet);
            cancellation.check();
            new SurveySection(content).write(sheet);
            cancellation.check();
            new AccuracySection(content).write(sheet);
            cancellation.check();
            new TiePointSection(content).write(sheet);
            cancellation.check();
            new CameraSection(content).write(sheet);
            cancellation.check();
            new ProcessingSection(content).write(sheet);
            sheet.save(file, "Nadir " + content.summary().version(), content.summary().date());
        }
    }
}
