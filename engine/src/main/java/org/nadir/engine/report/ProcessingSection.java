package org.nadir.engine.report;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// Times and memory of the stages, and the options that were chosen.
final class ProcessingSection {

    private final ReportContent content;

    ProcessingSection(ReportContent content) {
        this.content = content;
    }

    void write(Sheet sheet) throws IOException {
        sheet.heading("Processing", 150);
        stages(sheet);
        options(sheet);
    }

    private void stages(Sheet sheet) throws IOException {
        sheet.subheading("Time and memory of the stages", 60);
        Table table =
                Table.wide(5, -2, -1.6, -2.4)
                        .head("Stage", "Time", "Share", "Memory so far (peak)");
        double total = content.summary().seconds();
        boolean earlier = false;
        for (ReportContent.StageFigures stage : content.stages()) {
            earlier |= stage.earlier();
            table.row(
                    stage.title() + (stage.earlier() ? " *" : ""),
                    Durations.text(stage.seconds()),
                    Numbers.decimals(100 * stage.seconds() / Math.max(total, 1e-9), 0) + " %",
                    stage.peakMegabytes() == 0
                            ? "–"
                            : Numbers.count(stage.peakMegabytes()) + " MB");
        }
        table.row(Ink.TEXT, 1, "All stages", Durations.text(total), "", "");
        table.draw(sheet);
        sheet.caption(
                "Memory: the largest that the process had used up to the end of the stage, as the system"
                        + " counts it."
                        + (earlier ? " * Done by an earlier run and used again." : ""));
    }

    private void options(Sheet sheet) throws IOException {
        if (content.options().isEmpty()) {
            return;
        }
        sheet.subheading("Options that differ from the defaults or were set", 60);
        Table table = Table.wide(2, 3).head("Option", "Value");
        for (Map.Entry<String, String> option : new TreeMap<>(content.options()).entrySet()) {
            table.row(option.getKey(), option.getValue());
        }
        table.draw(sheet);
    }
}
