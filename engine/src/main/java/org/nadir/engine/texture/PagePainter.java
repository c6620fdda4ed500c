package org.nadir.engine.texture;

import java.util.List;
import org.nadir.imaging.RgbImage;

/// Puts photo pixels on texture pages. Different charts touch different texels, so they may be painted at the same time.
final class PagePainter {

    private final Charts charts;
    private final Atlas atlas;
    private final List<TexturePage> pages;

    PagePainter(Charts charts, Atlas atlas, List<TexturePage> pages) {
        this.charts = charts;
        this.atlas = atlas;
        this.pages = pages;
    }

    /// Copies a chart's rectangle from the scaled photo; outside of the photo its border is repeated.
    void copy(int chart, RgbImage photo) {
        TexturePage page = page(chart);
        for (int y = 0; y < atlas.height()[chart]; y++) {
            int row = Math.clamp(atlas.originY()[chart] + y, 0, photo.height() - 1);
            int to = texel(chart, 0, y);
            for (int x = 0; x < atlas.width()[chart]; x++, to += 3) {
                int column = Math.clamp(atlas.originX()[chart] + x, 0, photo.width() - 1);
                System.arraycopy(
                        photo.rgb(), 3 * (row * photo.width() + column), page.rgb(), to, 3);
            }
        }
    }

    /// Corrects a chart's texels by the view's gain and by offsets: within faces linear between the corners, in the gutter
    /// as in the nearest face, beyond the chart's mean.
    void correct(int chart, SeamLevelling levelling, ColourCorrection correction) {
        int width = atlas.width()[chart];
        int height = atlas.height()[chart];
        var field = new float[3 * width * height];
        var known = new byte[width * height];
        for (int i = charts.start()[chart]; i < charts.start()[chart + 1]; i++) {
            fill(chart, charts.faces()[i], levelling, correction.offset(), field, known);
        }
        for (byte round = 1; round <= Atlas.GUTTER; round++) {
            grow(width, height, field, known, round);
        }
        float[] mean = mean(field, known);
        byte[] rgb = page(chart).rgb();
        for (int y = 0; y < height; y++) {
            int to = texel(chart, 0, y);
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                for (int channel = 0; channel < 3; channel++, to++) {
                    float add = known[i] > 0 ? field[3 * i + channel] : mean[channel];
                    float gain = correction.gain()[3 * charts.view()[chart] + channel];
                    rgb[to] = (byte) Math.clamp(Math.round(gain * (rgb[to] & 0xFF) + add), 0, 255);
                }
            }
        }
    }

    TexturePage page(int chart) {
        return pages.get(atlas.packing().page()[chart]);
    }

    /// Where a texel of a chart's rectangle begins on its page.
    int texel(int chart, int x, int y) {
        int row = atlas.packing().y()[chart] + y;
        return 3 * (row * page(chart).width() + atlas.packing().x()[chart] + x);
    }

    private void fill(
            int chart,
            int face,
            SeamLevelling levelling,
            float[] offsets,
            float[] field,
            byte[] known) {
        int e = 3 * face;
        float ax = atlas.cornerX()[e] - atlas.originX()[chart];
        float ay = atlas.cornerY()[e] - atlas.originY()[chart];
        float bx = atlas.cornerX()[e + 1] - atlas.originX()[chart];
        float by = atlas.cornerY()[e + 1] - atlas.originY()[chart];
        float cx = atlas.cornerX()[e + 2] - atlas.originX()[chart];
        float cy = atlas.cornerY()[e + 2] - atlas.originY()[chart];
        float area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
        if (area == 0) {
            return;
        }
        int width = atlas.width()[chart];
        int left = Math.max(0, (int) Math.min(ax, Math.min(bx, cx)));
        int right = Math.min(width - 1, (int) Math.max(ax, Math.max(bx, cx)));
        int top = Math.max(0, (int) Math.min(ay, Math.min(by, cy)));
        int bottom = Math.min(atlas.height()[chart] - 1, (int) Math.max(ay, Math.max(by, cy)));
        int na = 3 * levelling.node(e);
        int nb = 3 * levelling.node(e + 1);
        int nc = 3 * levelling.node(e + 2);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                float px = x + 0.5f;
                float py = y + 0.5f;
                float wb = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) / area;
                float wc = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / area;
                float wa = 1 - wb - wc;
                if (wa < 0 || wb < 0 || wc < 0) {
                    continue;
                }
                int i = y * width + x;
                known[i] = 1;
                for (int channel = 0; channel < 3; channel++) {
                    field[3 * i + channel] =
                            wa * offsets[na + channel]
                                    + wb * offsets[nb + channel]
                                    + wc * offsets[nc + channel];
                }
            }
        }
    }

    /// Gives texels beside those known by round `round` their neighbours' mean.
    private static void grow(int width, int height, float[] field, byte[] known, byte round) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                if (known[i] != 0) {
                    continue;
                }
                int count = 0;
                for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
                    for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                        int j = v * width + u;
                        if (known[j] > 0 && known[j] <= round) {
                            count++;
                            field[3 * i] += field[3 * j];
                            field[3 * i + 1] += field[3 * j + 1];
                            field[3 * i + 2] += field[3 * j + 2];
                        }
                    }
                }
                if (count > 0) {
                    known[i] = (byte) (round + 1);
                    field[3 * i] /= count;
                    field[3 * i + 1] /= count;
                    field[3 * i + 2] /= count;
                }
            }
        }
    }

    private static float[] mean(float[] field, byte[] known) {
        var sum = new double[3];
        int count = 0;
        for (int i = 0; i < known.length; i++) {
            if (known[i] > 0) {
                count++;
                for (int channel = 0; channel < 3; channel++) {
                    sum[channel] += field[3 * i + channel];
                }
            }
        }
        var mean = new float[3];
        for (int channel = 0; channel < 3 && count > 0; channel++) {
            mean[channel] = (float) (sum[channel] / count);
        }
        return mean;
    }
}
