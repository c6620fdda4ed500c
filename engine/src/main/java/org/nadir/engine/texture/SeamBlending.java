package org.nadir.engine.texture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.mesh.MeshTopology;
import org.nadir.engine.mesh.TriangleMesh;
import org.nadir.imaging.RgbImage;

/// Crossfades the photos of neighbouring charts over the faces that touch their seam (local seam levelling), after
/// [SeamLevelling] has evened out what is smooth. A vertex belongs in equal parts to the photos of the faces around it; within
/// a face the parts are linear between its corners. Both sides of a seam thus show the same blend along it, and a face whose
/// corners lie off all seams shows its own photo alone. A photo that does not see a face lends it nothing.
///
/// Photos come one by one, so what they lend is kept until [#blend]: three bytes per texel of the faces along seams.
final class SeamBlending {

    /// On faces larger than this many texels across, the blend ends earlier: placed photos and surface are a pixel or two off,
    /// and a wide crossfade would show that as a double picture.
    private static final double BAND = 32;

    /// Faces with more texels around them are not blended.
    private static final int MOST_TEXELS = 1 << 16;

    private final TriangleMesh mesh;
    private final MeshTopology topology;
    private final Charts charts;
    private final Atlas atlas;
    private final SeamNodes nodes;

    /// Photos that lend to each face: those of face f are `guest[start[f]]` to before `guest[start[f + 1]]`.
    private final int[] start;

    private final int[] guest;
    private final byte[] @Nullable [] lent;

    SeamBlending(
            TriangleMesh mesh,
            MeshTopology topology,
            FaceViews views,
            Charts charts,
            Atlas atlas,
            SeamNodes nodes) {
        this.mesh = mesh;
        this.topology = topology;
        this.charts = charts;
        this.atlas = atlas;
        this.nodes = nodes;
        start = new int[mesh.faceCount() + 1];
        var found = new int[16];
        int count = 0;
        for (int f = 0; f < mesh.faceCount(); f++) {
            for (int i = 0; i < views.count(f) && charts.ofFace()[f] >= 0; i++) {
                int view = views.view()[FaceViews.MOST * f + i];
                if (view != view(f)
                        && meets(f, view)
                        && Texels.of(this, f).count() <= MOST_TEXELS) {
                    found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                    found[count++] = view;
                }
            }
            start[f + 1] = count;
        }
        guest = Arrays.copyOf(found, count);
        lent = new byte[count][];
    }

    /// Takes what a photo lends to the faces of other photos. Calls for different photos may run at the same time.
    ///
    /// @param photo scaled as the atlas says
    void sample(int view, ProjectedMesh projected, RgbImage photo) {
        for (int f = 0; f < mesh.faceCount(); f++) {
            for (int g = start[f]; g < start[f + 1]; g++) {
                if (guest[g] == view) {
                    lent[g] = cut(f, projected, photo);
                }
            }
        }
    }

    /// Blends a chart's faces on its page.
    void blend(int chart, PagePainter painter, ColourCorrection correction) {
        for (int i = charts.start()[chart]; i < charts.start()[chart + 1]; i++) {
            int face = charts.faces()[i];
            if (start[face] < start[face + 1]) {
                blendFace(face, chart, painter, correction);
            }
        }
    }

    private int view(int face) {
        return charts.view()[charts.ofFace()[face]];
    }

    /// True when a photo has part in one of a face's corners.
    private boolean meets(int face, int view) {
        return node(face, 0, view) >= 0 || node(face, 1, view) >= 0 || node(face, 2, view) >= 0;
    }

    /// The node of a photo at a face's corner, −1 without part in it.
    private int node(int face, int corner, int view) {
        return nodes.beside(nodes.ofCorner()[3 * face + corner], view);
    }

    /// A face's texels as a photo shows them.
    private byte[] cut(int face, ProjectedMesh projected, RgbImage photo) {
        var texels = Texels.of(this, face);
        var cut = new byte[3 * texels.count()];
        var u = new double[3];
        var v = new double[3];
        for (int k = 0; k < 3; k++) {
            int vertex = mesh.faces()[3 * face + k];
            u[k] = atlas.scale() * projected.u()[vertex];
            v[k] = atlas.scale() * projected.v()[vertex];
        }
        var w = new double[3];
        for (int y = 0; y < texels.height; y++) {
            for (int x = 0; x < texels.width; x++) {
                if (texels.weights(x, y, w)) {
                    double column = w[0] * u[0] + w[1] * u[1] + w[2] * u[2];
                    double row = w[0] * v[0] + w[1] * v[1] + w[2] * v[2];
                    sample(photo, column - 0.5, row - 0.5, cut, 3 * (y * texels.width + x));
                }
            }
        }
        return cut;
    }

    private static void sample(RgbImage photo, double x, double y, byte[] to, int at) {
        int column = Math.clamp((int) Math.floor(x), 0, photo.width() - 2);
        int row = Math.clamp((int) Math.floor(y), 0, photo.height() - 2);
        double right = Math.clamp(x - column, 0, 1);
        double down = Math.clamp(y - row, 0, 1);
        byte[] rgb = photo.rgb();
        for (int channel = 0; channel < 3; channel++) {
            int i = 3 * (row * photo.width() + column) + channel;
            int j = i + 3 * photo.width();
            double above = (1 - right) * (rgb[i] & 0xFF) + right * (rgb[i + 3] & 0xFF);
            double below = (1 - right) * (rgb[j] & 0xFF) + right * (rgb[j + 3] & 0xFF);
            to[at + channel] = (byte) Math.round((1 - down) * above + down * below);
        }
    }

    private void blendFace(int face, int chart, PagePainter painter, ColourCorrection correction) {
        int guests = start[face + 1] - start[face];
        var texels = Texels.of(this, face);
        double[] share = shares(face, guests);
        float[] offset = offsets(face, guests, correction);
        byte[] page = painter.page(chart).rgb();
        var w = new double[3];
        var sum = new double[3];
        for (int y = 0; y < texels.height; y++) {
            int at = painter.texel(chart, texels.left, texels.top + y);
            for (int x = 0; x < texels.width; x++, at += 3) {
                if (!texels.weights(x, y, w)) {
                    continue;
                }
                double fade = texels.fade(w, share, guests);
                double own = 1;
                Arrays.fill(sum, 0);
                for (int g = 0; g < guests; g++) {
                    double part =
                            fade
                                    * Math.max(
                                            0,
                                            dot(
                                                    w,
                                                    share[3 * g],
                                                    share[3 * g + 1],
                                                    share[3 * g + 2]));
                    byte[] colours = lent[start[face] + g];
                    if (colours == null) {
                        continue;
                    }
                    own -= part;
                    int from = 3 * (y * texels.width + x);
                    float[] gain = correction.gain();
                    for (int channel = 0; channel < 3; channel++) {
                        int i = 9 * g + channel;
                        sum[channel] +=
                                part
                                        * (gain[3 * guest[start[face] + g] + channel]
                                                        * (colours[from + channel] & 0xFF)
                                                + dot(w, offset[i], offset[i + 3], offset[i + 6]));
                    }
                }
                for (int channel = 0; channel < 3; channel++) {
                    double mixed = own * (page[at + channel] & 0xFF) + sum[channel];
                    page[at + channel] = (byte) Math.clamp(Math.round(mixed), 0, 255);
                }
            }
        }
    }

    private static double dot(double[] w, double a, double b, double c) {
        return w[0] * a + w[1] * b + w[2] * c;
    }

    /// Each guest's part in each corner: one of as many equal ones as there are photos that see the face and meet there.
    private double[] shares(int face, int guests) {
        var share = new double[3 * guests];
        for (int k = 0; k < 3; k++) {
            int meeting = 1;
            for (int g = 0; g < guests; g++) {
                meeting += node(face, k, guest[start[face] + g]) >= 0 ? 1 : 0;
            }
            for (int g = 0; g < guests; g++) {
                boolean meets = node(face, k, guest[start[face] + g]) >= 0;
                share[3 * g + k] = meets ? 1.0 / meeting : 0;
            }
        }
        return share;
    }

    /// Each guest's colour offset in each corner, three channels each; where it has no part, the mean of where it has.
    private float[] offsets(int face, int guests, ColourCorrection correction) {
        var offset = new float[9 * guests];
        for (int g = 0; g < guests; g++) {
            int view = guest[start[face] + g];
            for (int channel = 0; channel < 3; channel++) {
                float sum = 0;
                int count = 0;
                for (int k = 0; k < 3; k++) {
                    int node = node(face, k, view);
                    if (node >= 0) {
                        sum += correction.offset()[3 * node + channel];
                        count++;
                    }
                }
                for (int k = 0; k < 3; k++) {
                    int node = node(face, k, view);
                    offset[9 * g + 3 * k + channel] =
                            node >= 0 ? correction.offset()[3 * node + channel] : sum / count;
                }
            }
        }
        return offset;
    }

    /// The texels of a face and, beyond its seam edges, of the gutter, in the rectangle of its chart.
    private static final class Texels {

        final int left;
        final int top;
        final int width;
        final int height;

        private final double[] x = new double[3];
        private final double[] y = new double[3];

        /// How far below 0 the weight of each corner may be.
        private final double[] beyond = new double[3];

        private final double area;

        private Texels(SeamBlending blending, int face) {
            Atlas atlas = blending.atlas;
            int chart = blending.charts.ofFace()[face];
            for (int k = 0; k < 3; k++) {
                x[k] = atlas.cornerX()[3 * face + k] - atlas.originX()[chart];
                y[k] = atlas.cornerY()[3 * face + k] - atlas.originY()[chart];
            }
            area = (x[1] - x[0]) * (y[2] - y[0]) - (y[1] - y[0]) * (x[2] - x[0]);
            for (int k = 0; k < 3; k++) {
                int from = MeshTopology.next(k);
                int to = MeshTopology.next(from);
                int neighbour = blending.topology.neighbour(3 * face + from);
                boolean seam = neighbour >= 0 && blending.charts.ofFace()[neighbour] != chart;
                double edge = Math.hypot(x[to] - x[from], y[to] - y[from]);
                beyond[k] = seam ? Atlas.GUTTER * edge / Math.abs(area) : 0;
            }
            int reach = Atlas.GUTTER;
            left = Math.max(0, (int) Math.floor(min(x)) - reach);
            top = Math.max(0, (int) Math.floor(min(y)) - reach);
            width = Math.min(atlas.width()[chart], (int) Math.ceil(max(x)) + reach) - left;
            height = Math.min(atlas.height()[chart], (int) Math.ceil(max(y)) + reach) - top;
        }

        static Texels of(SeamBlending blending, int face) {
            return new Texels(blending, face);
        }

        int count() {
            return area == 0 ? 0 : Math.max(0, width) * Math.max(0, height);
        }

        /// The corners' weights at the centre of a texel; false where the texel is none of the face's.
        boolean weights(int column, int row, double[] w) {
            if (area == 0) {
                return false;
            }
            double px = left + column + 0.5;
            double py = top + row + 0.5;
            w[1] = ((px - x[0]) * (y[2] - y[0]) - (py - y[0]) * (x[2] - x[0])) / area;
            w[2] = ((x[1] - x[0]) * (py - y[0]) - (y[1] - y[0]) * (px - x[0])) / area;
            w[0] = 1 - w[1] - w[2];
            return w[0] >= -beyond[0] && w[1] >= -beyond[1] && w[2] >= -beyond[2];
        }

        /// 1 at the seam, less on large faces: 0 from [#BAND] texels on.
        double fade(double[] w, double[] share, int guests) {
            double size = Math.sqrt(2 * Math.abs(area));
            double off = 0;
            for (int k = 0; k < 3; k++) {
                double lent = 0;
                for (int g = 0; g < guests; g++) {
                    lent += share[3 * g + k];
                }
                off += lent == 0 ? w[k] : 0;
            }
            return size <= BAND ? 1 : Math.clamp(1 - off * size / BAND, 0, 1);
        }

        private static double min(double[] a) {
            return Math.min(a[0], Math.min(a[1], a[2]));
        }

        private static double max(double[] a) {
            return Math.max(a[0], Math.max(a[1], a[2]));
        }
    }
}
