package org.nadir.engine.texture;

import java.util.ArrayList;
import java.util.List;
import org.nadir.engine.mesh.TriangleMesh;

/// Where each chart's rectangle of the scaled photo lies on the texture pages. Texel (x, y) of chart c's rectangle shows
/// pixel (originX[c] + x, originY[c] + y) of the photo resized by `scale`.
///
/// The last rectangle is the block of cells of unseen faces, if there are any.
///
/// @param scale texels per photo pixel, at most 1
/// @param cornerX column of each face corner in the scaled photo of its label
/// @param cornerY row of each face corner
record Atlas(
        double scale,
        int[] originX,
        int[] originY,
        int[] width,
        int[] height,
        SkylinePacker.Packing packing,
        float[] cornerX,
        float[] cornerY) {

    /// Texels around each chart that are filled beyond its faces.
    static final int GUTTER = 2;

    private static final double SHRINK = 0.93;

    /// The largest scale at which all charts fit on `maxPages` pages.
    static Atlas fit(
            Charts charts,
            UnseenFaces unseen,
            float[] cornerU,
            float[] cornerV,
            int pageSize,
            int maxPages) {
        double scale = 1;
        Atlas full = of(charts, unseen, cornerU, cornerV, 1, pageSize);
        double room = (double) maxPages * pageSize * pageSize;
        if (full.texels() > room) {
            scale = Math.sqrt(room / full.texels());
        }
        Atlas atlas = scale == 1 ? full : of(charts, unseen, cornerU, cornerV, scale, pageSize);
        while (atlas.packing.pages() > maxPages && scale > 0.01) {
            scale *= SHRINK;
            atlas = of(charts, unseen, cornerU, cornerV, scale, pageSize);
        }
        return atlas;
    }

    private static Atlas of(
            Charts charts,
            UnseenFaces unseen,
            float[] cornerU,
            float[] cornerV,
            double scale,
            int pageSize) {
        int n = charts.count() + (unseen.count() > 0 ? 1 : 0);
        var x = new int[n];
        var y = new int[n];
        var width = new int[n];
        var height = new int[n];
        var cornerX = new float[cornerU.length];
        var cornerY = new float[cornerU.length];
        for (int c = 0; c < charts.count(); c++) {
            float left = Float.MAX_VALUE;
            float top = Float.MAX_VALUE;
            float right = 0;
            float bottom = 0;
            for (int i = charts.start()[c]; i < charts.start()[c + 1]; i++) {
                int f = charts.faces()[i];
                for (int e = 3 * f; e < 3 * f + 3; e++) {
                    cornerX[e] = (float) (cornerU[e] * scale);
                    cornerY[e] = (float) (cornerV[e] * scale);
                    left = Math.min(left, cornerX[e]);
                    right = Math.max(right, cornerX[e]);
                    top = Math.min(top, cornerY[e]);
                    bottom = Math.max(bottom, cornerY[e]);
                }
            }
            x[c] = (int) Math.floor(left) - GUTTER;
            y[c] = (int) Math.floor(top) - GUTTER;
            width[c] = Math.min(pageSize, (int) Math.ceil(right) + GUTTER - x[c]);
            height[c] = Math.min(pageSize, (int) Math.ceil(bottom) + GUTTER - y[c]);
        }
        if (unseen.count() > 0) {
            width[n - 1] = unseen.width();
            height[n - 1] = unseen.height();
        }
        var packing = SkylinePacker.pack(width, height, pageSize);
        return new Atlas(scale, x, y, width, height, packing, cornerX, cornerY);
    }

    long texels() {
        long sum = 0;
        for (int c = 0; c < width.length; c++) {
            sum += (long) width[c] * height[c];
        }
        return sum;
    }

    /// Empty pages of the sizes in use.
    List<TexturePage> newPages() {
        var pages = new ArrayList<TexturePage>();
        for (int p = 0; p < packing.pages(); p++) {
            pages.add(new TexturePage(packing.usedWidth()[p], packing.usedHeight()[p]));
        }
        return pages;
    }

    /// Lays out the texture coordinates.
    TexturedMesh textured(
            TriangleMesh mesh, Charts charts, UnseenFaces unseen, List<TexturePage> pages) {
        var facePage = new int[mesh.faceCount()];
        var cornerUv = new int[3 * mesh.faceCount()];
        java.util.Arrays.fill(facePage, -1);
        java.util.Arrays.fill(cornerUv, -1);
        var uv = new float[2 * 3 * (charts.faces().length + unseen.count())];
        var seenInChart = new int[mesh.vertexCount()];
        var uvOfVertex = new int[mesh.vertexCount()];
        int count = 0;
        for (int c = 0; c < charts.count(); c++) {
            TexturePage page = pages.get(packing.page()[c]);
            for (int i = charts.start()[c]; i < charts.start()[c + 1]; i++) {
                int f = charts.faces()[i];
                facePage[f] = packing.page()[c];
                for (int e = 3 * f; e < 3 * f + 3; e++) {
                    int vertex = mesh.faces()[e];
                    if (seenInChart[vertex] != c + 1) {
                        seenInChart[vertex] = c + 1;
                        uvOfVertex[vertex] = count;
                        uv[2 * count] = (cornerX[e] - originX[c] + packing.x()[c]) / page.width();
                        uv[2 * count + 1] =
                                (cornerY[e] - originY[c] + packing.y()[c]) / page.height();
                        count++;
                    }
                    cornerUv[e] = uvOfVertex[vertex];
                }
            }
        }
        int block = charts.count();
        for (int i = 0; i < unseen.count(); i++) {
            TexturePage page = pages.get(packing.page()[block]);
            int f = unseen.face(i);
            facePage[f] = packing.page()[block];
            for (int k = 0; k < 3; k++, count++) {
                uv[2 * count] = (unseen.cornerX(i, k) + packing.x()[block]) / page.width();
                uv[2 * count + 1] = (unseen.cornerY(i, k) + packing.y()[block]) / page.height();
                cornerUv[3 * f + k] = count;
            }
        }
        return new TexturedMesh(
                mesh, facePage, cornerUv, java.util.Arrays.copyOf(uv, 2 * count), pages);
    }
}
