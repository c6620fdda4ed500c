package org.nadir.engine.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.sfm.SfmStatistics;

/// Where the photos were taken, how they overlap, and how well their positions are known.
final class SurveySection {

    private static final double MAP_HEIGHT = 250;

    /// Ellipses and vectors are drawn at most this large.
    private static final double LARGEST_SYMBOL = 16;

    private final ReportContent content;
    private final List<Shot> shots;

    SurveySection(ReportContent content) {
        this.content = content;
        this.shots = content.scene().shots();
    }

    void write(Sheet sheet) throws IOException {
        if (shots.isEmpty()) {
            return;
        }
        sheet.newPage();
        sheet.heading("Survey data", MAP_HEIGHT);
        OverlapMap map = content.overlap();
        if (map != null) {
            overlap(sheet, map);
        }
        layout(sheet);
        unplaced(sheet);
        if (!content.identicalPhotos().isEmpty()) {
            sheet.paragraph(content.identicalPhotos(), Ink.TEXT);
        }
    }

    private void overlap(Sheet sheet, OverlapMap map) throws IOException {
        sheet.subheading("Overlap: photos that see each place", MAP_HEIGHT);
        int width = map.frame().width();
        int height = map.frame().height();
        // Blocks of equal pixels stay sharp in viewers that smooth.
        int block = Math.max(1, 640 / Math.max(width, height));
        var image = new BufferedImage(width * block, height * block, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < height * block; row++) {
            for (int column = 0; column < width * block; column++) {
                int n = map.photos()[row / block * width + column / block];
                Color colour = n < 0 ? Color.WHITE : Ink.OVERLAP[Math.min(n, 5)];
                image.setRGB(column, row, colour.getRGB());
            }
        }
        double mapWidth = Sheet.WIDTH - 120;
        double boxHeight = Math.min(MAP_HEIGHT - 20, mapWidth * height / width);
        double bottom = sheet.y() - boxHeight;
        var frame =
                new MapFrame(
                        Sheet.LEFT,
                        bottom,
                        mapWidth,
                        boxHeight,
                        new double[] {
                            map.frame().left(),
                            map.frame().bottom(),
                            map.frame().right(),
                            map.frame().top()
                        });
        sheet.drawing(
                image,
                frame.pageX(map.frame().left()),
                frame.pageY(map.frame().bottom()),
                frame.points(map.frame().right() - map.frame().left()),
                frame.points(map.frame().top() - map.frame().bottom()));
        frame.outline(sheet);
        frame.scaleBar(sheet, content.units(), content.reference().isKnown());
        overlapLegend(sheet, map, Sheet.LEFT + mapWidth + 14, sheet.y() - 8);
        sheet.y(bottom - 8);
        sheet.caption(
                String.format(
                        Locale.ROOT,
                        "Each place is counted in the photos whose frame it falls into; mean %.1f photos."
                                + " Two photos measure a height, from the third on it is checked.",
                        map.mean()));
    }

    private static void overlapLegend(Sheet sheet, OverlapMap map, double x, double top)
            throws IOException {
        String[] names = {"none", "1 photo", "2 photos", "3 photos", "4 photos", "5 or more"};
        double y = top;
        for (int k = 5; k >= 0; k--) {
            double share = map.shareWith(k) - (k == 5 ? 0 : map.shareWith(k + 1));
            if (k == 0 && share == 0) {
                continue;
            }
            sheet.fill(x, y - 8, 10, 10, Ink.OVERLAP[k]);
            sheet.text(names[k], x + 15, y - 6, 8, false, Ink.TEXT);
            sheet.textBefore(
                    Numbers.decimals(100 * share, 1) + " %", x + 106, y - 6, 8, false, Ink.FAINT);
            y -= 15;
        }
    }

    /// Positions with vectors from the measured to the computed ones, and ellipses of one standard deviation.
    private void layout(Sheet sheet) throws IOException {
        sheet.subheading("Camera positions", MAP_HEIGHT);
        double[] world = extent();
        double boxHeight =
                Math.clamp(
                        Sheet.WIDTH * (world[3] - world[1]) / Math.max(world[2] - world[0], 1e-9),
                        140,
                        MAP_HEIGHT);
        double bottom = sheet.y() - boxHeight;
        var frame = new MapFrame(Sheet.LEFT, bottom, Sheet.WIDTH, boxHeight, world);
        var times = new Enlargement(exaggeration(frame, false), exaggeration(frame, true));
        sheet.beginClip(frame.x, frame.bottom, frame.width, frame.height);
        drawUnplaced(sheet, frame);
        for (int s = 0; s < shots.size(); s++) {
            drawShot(sheet, frame, s, times);
        }
        sheet.endClip();
        frame.outline(sheet);
        frame.scaleBar(sheet, content.units(), content.reference().isKnown());
        sheet.y(bottom - 8);
        sheet.caption(layoutCaption(times));
    }

    private double[] extent() {
        double[] box = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (Shot shot : shots) {
            double[] c = shot.pose().centreInWorld();
            box[0] = Math.min(box[0], c[0]);
            box[1] = Math.min(box[1], c[1]);
            box[2] = Math.max(box[2], c[0]);
            box[3] = Math.max(box[3], c[1]);
        }
        double margin = 0.08 * Math.max(box[2] - box[0], box[3] - box[1]) + 1e-6;
        return new double[] {box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin};
    }

    private void drawShot(Sheet sheet, MapFrame frame, int s, Enlargement times)
            throws IOException {
        double[] c = shots.get(s).pose().centreInWorld();
        double x = frame.pageX(c[0]);
        double y = frame.pageY(c[1]);
        Photo.Position gps = measured(shots.get(s));
        if (gps != null) {
            double fromX = x - frame.points(times.vectors * (c[0] - gps.x()));
            double fromY = y - frame.points(times.vectors * (c[1] - gps.y()));
            sheet.arrow(fromX, fromY, x, y, 0.6, Ink.MEASURED);
        }
        List<Double> covariance = covariance(s);
        if (!covariance.isEmpty()) {
            ErrorEllipse ellipse = ErrorEllipse.of(covariance);
            sheet.ellipse(
                    x,
                    y,
                    frame.points(times.ellipses * ellipse.major()),
                    frame.points(times.ellipses * ellipse.minor()),
                    ellipse.angle(),
                    false,
                    Ink.BAD);
        }
        sheet.dot(x, y, 1.5, Ink.ACCENT);
    }

    private List<Double> covariance(int s) {
        return content.reference().isKnown()
                ? content.statistics().shots().get(s).covariance()
                : List.of();
    }

    private Photo.@org.jspecify.annotations.Nullable Position measured(Shot shot) {
        return content.reference().isKnown() ? shot.photo().position() : null;
    }

    private void drawUnplaced(Sheet sheet, MapFrame frame) throws IOException {
        Set<String> names = new HashSet<>(content.statistics().unplaced());
        for (Photo photo : content.photos()) {
            Photo.Position at = photo.position();
            if (at != null && names.contains(photo.name()) && content.reference().isKnown()) {
                double x = frame.pageX(at.x());
                double y = frame.pageY(at.y());
                sheet.line(x - 3, y - 3, x + 3, y + 3, 1, Ink.BAD);
                sheet.line(x - 3, y + 3, x + 3, y - 3, 1, Ink.BAD);
            }
        }
    }

    /// How many times larger than they are vectors and ellipses are drawn.
    private record Enlargement(double vectors, double ellipses) {}

    /// The round factor with which nine tenths of the ellipses or vectors stay small symbols.
    private double exaggeration(MapFrame frame, boolean ellipses) {
        var lengths = new double[shots.size()];
        for (int s = 0; s < lengths.length; s++) {
            lengths[s] = ellipses ? halfAxis(s) : vectorLength(shots.get(s));
        }
        Arrays.sort(lengths);
        double usual = frame.points(lengths[(int) (0.9 * (lengths.length - 1))]);
        return usual <= 0 ? 1 : RoundNumbers.below(Math.max(0.01, LARGEST_SYMBOL / usual));
    }

    private double halfAxis(int s) {
        List<Double> covariance = covariance(s);
        return covariance.isEmpty() ? 0 : ErrorEllipse.of(covariance).major();
    }

    private double vectorLength(Shot shot) {
        double[] c = shot.pose().centreInWorld();
        Photo.Position gps = measured(shot);
        return gps == null ? 0 : Math.hypot(c[0] - gps.x(), c[1] - gps.y());
    }

    private String layoutCaption(Enlargement times) {
        var text = new StringBuilder("Blue: computed positions.");
        boolean vectors = shots.stream().anyMatch(shot -> measured(shot) != null);
        double[] plan =
                content.statistics().shots().stream()
                        .map(SfmStatistics.ShotSummary::covariance)
                        .filter(c -> !c.isEmpty() && content.reference().isKnown())
                        .mapToDouble(c -> ErrorEllipse.of(c).major())
                        .sorted()
                        .toArray();
        if (vectors) {
            text.append(
                    " Grey arrows: from the GPS position to the computed one, "
                            + factor(times.vectors)
                            + " times their length.");
        }
        if (plan.length > 0) {
            text.append(
                    " Red: ellipses of one standard deviation, "
                            + factor(times.ellipses)
                            + " times their size; median half axis "
                            + length(plan[plan.length / 2])
                            + ", height ± "
                            + length(medianVertical())
                            + ". They follow from the accuracies that were given for positions and marks,"
                            + " with a cautious one for tie points.");
        }
        if (content.reference().isKnown() && !content.statistics().unplaced().isEmpty()) {
            text.append(" Red crosses: photos without a place, at their GPS position.");
        }
        return text.toString();
    }

    private double medianVertical() {
        double[] all =
                content.statistics().shots().stream()
                        .map(SfmStatistics.ShotSummary::covariance)
                        .filter(c -> !c.isEmpty())
                        .mapToDouble(c -> ErrorEllipse.of(c).vertical())
                        .toArray();
        Arrays.sort(all);
        return all[all.length / 2];
    }

    private String length(double metres) {
        return content.units().number(metres) + " " + content.units().symbol();
    }

    private static String factor(double times) {
        return times >= 1
                ? String.format(Locale.ROOT, "%,.0f", times)
                : String.format(Locale.ROOT, "%.2f", times);
    }

    private void unplaced(Sheet sheet) throws IOException {
        List<String> names = content.statistics().unplaced();
        if (names.isEmpty()) {
            return;
        }
        sheet.subheading("Photos without a place: " + names.size(), 30);
        int shown = Math.min(60, names.size());
        String more = shown < names.size() ? " … and " + (names.size() - shown) + " more" : "";
        sheet.paragraph(String.join(", ", names.subList(0, shown)) + more, Ink.TEXT);
    }
}
