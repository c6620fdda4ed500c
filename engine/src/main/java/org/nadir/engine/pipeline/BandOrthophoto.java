package org.nadir.engine.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nadir.engine.bands.BandRig;
import org.nadir.engine.bands.BandSurvey;
import org.nadir.engine.bands.CalibratedBands;
import org.nadir.engine.bands.Radiometry;
import org.nadir.engine.ortho.BandSink;
import org.nadir.engine.work.Console;
import org.nadir.geo.tiff.Compression;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.SampleType;

/// The GeoTIFF of an orthophoto of several bands: the bands in order and opacity, whole numbers of 16 bits as cameras store
/// them, or fractions where they were calibrated.
final class BandOrthophoto {

    /// Opaque, in the units of each kind of number.
    private static final short OPAQUE_SHORT = (short) 0xFFFF;

    private static final float OPAQUE_FLOAT = 255;
    private static final int LARGEST_SHORT = 0xFFFF;

    private final SpectralBands bands;
    private final boolean whole;

    BandOrthophoto(BandSurvey survey, List<BandRig> rigs, Radiometry how, boolean calibrated) {
        this.bands = new SpectralBands(survey, rigs, how);
        this.whole = !calibrated && !survey.isFloat();
    }

    /// With the rigs that were found, and calibrated as the options ask for.
    static BandOrthophoto of(Run run, BandSurvey survey, Console console) throws IOException {
        List<BandRig> rigs = BandAlignmentFile.read(run.bandAlignmentFile());
        String how = run.options().text("radiometric-calibration");
        if (how.equals("none")) {
            return new BandOrthophoto(survey, rigs, Radiometry.asStored(), false);
        }
        CalibratedBands calibrated = CalibratedBands.of(survey, how.equals("camera+sun"), console);
        return new BandOrthophoto(survey, rigs, calibrated, calibrated.isAny());
    }

    SpectralBands bands() {
        return bands;
    }

    int bytesPerPixel() {
        return (bands.count() + 1) * (whole ? Short.BYTES : Float.BYTES);
    }

    /// Options for a file of these bands, written as another one is.
    GeoTiffOptions like(GeoTiffOptions colours, int epsg, int level) {
        var names = new ArrayList<>(bands.names());
        names.add("Alpha");
        boolean jpeg = colours.compression() == Compression.JPEG;
        return GeoTiffOptions.bands(
                        whole ? SampleType.UINT16 : SampleType.FLOAT32,
                        bands.count() + 1,
                        false,
                        true,
                        epsg)
                .withCompression(jpeg ? Compression.DEFLATE : colours.compression(), level)
                .withTileSize(colours.tileSize())
                .withOverviews(colours.overviews())
                .withDateTime(colours.dateTime())
                .withGroundControl(colours.groundControl())
                .withDescriptions(names);
    }

    BandSink sink(GeoTiffWriter writer) {
        return (values, rows) -> {
            if (whole) {
                writer.writeRows(shorts(values), rows);
            } else {
                writer.writeRows(floats(values), rows);
            }
        };
    }

    private short[] shorts(float[] values) {
        int n = bands.count();
        int pixels = values.length / n;
        var out = new short[pixels * (n + 1)];
        for (int i = 0; i < pixels; i++) {
            if (isKnown(values, i)) {
                for (int band = 0; band < n; band++) {
                    float value = values[i * n + band];
                    out[i * (n + 1) + band] =
                            (short) Math.clamp((int) (value + 0.5f), 0, LARGEST_SHORT);
                }
                out[i * (n + 1) + n] = OPAQUE_SHORT;
            }
        }
        return out;
    }

    private float[] floats(float[] values) {
        int n = bands.count();
        int pixels = values.length / n;
        var out = new float[pixels * (n + 1)];
        for (int i = 0; i < pixels; i++) {
            if (isKnown(values, i)) {
                System.arraycopy(values, i * n, out, i * (n + 1), n);
                out[i * (n + 1) + n] = OPAQUE_FLOAT;
            }
        }
        return out;
    }

    private boolean isKnown(float[] values, int pixel) {
        return values[pixel * bands.count()] == values[pixel * bands.count()];
    }
}
