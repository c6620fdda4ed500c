package org.nadir.app;

import java.io.PrintStream;
import java.util.Locale;

/// The last line of the terminal: stage, share of the stage, overall share and time left. On a real terminal it is written
/// over and over; in a file or pipe a line appears for every ten percent.
final class ProgressLine {

    private static final int BAR = 24;

    private final PrintStream out;
    private final boolean live;
    private int lastTenth = -1;
    private int width;

    ProgressLine(PrintStream out) {
        this.out = out;
        this.live = System.console() != null && System.console().isTerminal();
    }

    /// Writes a line that stays, above the progress line.
    synchronized void print(String text) {
        clear();
        out.println(text);
    }

    /// @param percent overall, 0 to 100
    /// @param inStage 0 to 1
    /// @param secondsLeft negative when unknown
    synchronized void show(String title, double inStage, double percent, long secondsLeft) {
        String left = secondsLeft < 0 ? "" : " · " + duration(secondsLeft) + " left";
        String text =
                String.format(
                        Locale.ROOT,
                        "%3.0f %% · %s · %.0f %% of this stage%s",
                        percent,
                        title,
                        100 * inStage,
                        left);
        if (live) {
            int full = (int) Math.round(percent / 100 * BAR);
            String line = "█".repeat(full) + "░".repeat(BAR - full) + " " + text;
            out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            out.flush();
            width = line.length();
        } else if ((int) (percent / 10) > lastTenth) {
            lastTenth = (int) (percent / 10);
            out.println(text);
        }
    }

    synchronized void clear() {
        if (live && width > 0) {
            out.print("\r" + " ".repeat(width) + "\r");
            width = 0;
        }
    }

    static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
    }
}
