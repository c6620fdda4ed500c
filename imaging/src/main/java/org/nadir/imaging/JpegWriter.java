package org.nadir.imaging;

import java.io.IOException;
import java.io.OutputStream;

/// Writes a baseline JPEG (ITU-T T.81) from rows that come from the top, in memory for eight rows only, whatever the size.
/// Colours are not subsampled; tables are those of the standard's annex K. For one thread at a time.
public final class JpegWriter {

    /// The largest side that the format can tell.
    public static final int MAX_SIDE = 65_535;

    private static final int RGB = 3;
    private static final int BLOCK = 8;

    private final OutputStream out;
    private final int width;
    private final int height;
    private final int blocks;
    private final JpegBlock luma;
    private final JpegBlock blue;
    private final JpegBlock red;
    private final JpegBits bits;
    private final float[] samples = new float[BLOCK * BLOCK];
    private final byte[] strip;
    private int stripRows;
    private int rows;
    private boolean ended;

    /// @param quality 0 to 1
    public JpegWriter(OutputStream out, int width, int height, double quality) throws IOException {
        if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("JPEG of " + width + " x " + height);
        }
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("JPEG quality must be 0 to 1: " + quality);
        }
        this.out = out;
        this.width = width;
        this.height = height;
        this.blocks = (width + BLOCK - 1) / BLOCK;
        this.strip = new byte[RGB * width * BLOCK];
        int[] lumaSteps = JpegTables.scaled(JpegTables.LUMA_STEPS, quality);
        int[] colourSteps = JpegTables.scaled(JpegTables.COLOUR_STEPS, quality);
        this.luma = new JpegBlock(lumaSteps, JpegTables.LUMA_DC, JpegTables.LUMA_AC);
        this.blue = new JpegBlock(colourSteps, JpegTables.COLOUR_DC, JpegTables.COLOUR_AC);
        this.red = new JpegBlock(colourSteps, JpegTables.COLOUR_DC, JpegTables.COLOUR_AC);
        this.bits = new JpegBits(out);
        out.write(JpegTables.head(width, height, lumaSteps, colourSteps));
    }

    /// Adds rows of red, green, blue.
    public void writeRows(byte[] rgb, int offset, int count) throws IOException {
        if (count < 0
                || rows + count > height
                || offset < 0
                || (long) count * width * RGB > rgb.length - offset) {
            throw new IllegalArgumentException(
                    "%d rows after %d of %d, from %d bytes at %d"
                            .formatted(count, rows, height, rgb.length, offset));
        }
        int rowBytes = RGB * width;
        for (int row = 0; row < count; row++) {
            System.arraycopy(rgb, offset + row * rowBytes, strip, stripRows * rowBytes, rowBytes);
            stripRows++;
            rows++;
            if (stripRows == BLOCK || rows == height) {
                flush();
            }
        }
    }

    /// Ends the picture; must have been given all rows.
    public void finish() throws IOException {
        if (rows != height) {
            throw new IllegalStateException(rows + " of " + height + " rows given");
        }
        if (!ended) {
            bits.end();
            out.write(0xFF);
            out.write(0xD9);
            ended = true;
        }
    }

    private void flush() throws IOException {
        int rowBytes = RGB * width;
        for (int row = stripRows; row < BLOCK; row++) {
            System.arraycopy(strip, (stripRows - 1) * rowBytes, strip, row * rowBytes, rowBytes);
        }
        for (int block = 0; block < blocks; block++) {
            cut(block, 0.299f, 0.587f, 0.114f, -128);
            luma.encode(samples, bits);
            cut(block, -0.168736f, -0.331264f, 0.5f, 0);
            blue.encode(samples, bits);
            cut(block, 0.5f, -0.418688f, -0.081312f, 0);
            red.encode(samples, bits);
        }
        stripRows = 0;
    }

    /// Takes one component of one block out of the strip; columns beyond the edge repeat the last.
    private void cut(int block, float ofRed, float ofGreen, float ofBlue, float shift) {
        for (int row = 0; row < BLOCK; row++) {
            for (int column = 0; column < BLOCK; column++) {
                int at = RGB * (row * width + Math.min(block * BLOCK + column, width - 1));
                samples[row * BLOCK + column] =
                        ofRed * (strip[at] & 0xFF)
                                + ofGreen * (strip[at + 1] & 0xFF)
                                + ofBlue * (strip[at + 2] & 0xFF)
                                + shift;
            }
        }
    }
}
