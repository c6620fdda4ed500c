package org.nadir.geo.tiff;

import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;
import javax.imageio.plugins.jpeg.JPEGQTable;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// One tile or strip as a JPEG stream that is complete in itself (TIFF technical note 2). Bands are coded as they are, without
/// change of colour space or resolution. The band of opacity is quantised by ones only, so that what is wholly clear or
/// opaque stays so to one step in 255.
final class JpegBlockWriter {
    /// Of libjpeg's tables; its quality 90.
    private static final float SCALE = 0.2f;

    private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

    private JpegBlockWriter() {}

    static byte[] encode(byte[] block, int columns, int rows, GeoTiffOptions options) {
        int bands = options.bands();
        int[] offsets = new int[bands];
        Arrays.setAll(offsets, band -> band);
        Raster raster =
                Raster.createInterleavedRaster(
                        new DataBufferByte(block, columns * rows * bands),
                        columns,
                        rows,
                        columns * bands,
                        bands,
                        offsets,
                        null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream(block.length / 4 + 1024);
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            IIOMetadata plan =
                    writer.getDefaultImageMetadata(
                            ImageTypeSpecifier.createGrayscale(8, DataBuffer.TYPE_BYTE, false),
                            null);
            plan.setFromTree(FORMAT, plan(columns, rows, bands, options.alpha()));
            writer.write(null, new IIOImage(raster, null, plan), null);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure); // of a stream in memory
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadataNode plan(int columns, int rows, int bands, boolean alpha) {
        var root = new IIOMetadataNode(FORMAT);
        root.appendChild(new IIOMetadataNode("JPEGvariety"));
        IIOMetadataNode sequence = child(root, "markerSequence");
        quantisation(sequence);
        frame(sequence, columns, rows, bands, alpha);
        huffman(sequence);
        scan(sequence, bands);
        return root;
    }

    private static void quantisation(IIOMetadataNode sequence) {
        int[] ones = new int[64];
        Arrays.fill(ones, 1);
        JPEGQTable[] tables = {
            JPEGQTable.K1Luminance.getScaledInstance(SCALE, true), new JPEGQTable(ones)
        };
        IIOMetadataNode marker = child(sequence, "dqt");
        for (int i = 0; i < tables.length; i++) {
            IIOMetadataNode table = child(marker, "dqtable", "elementPrecision", 0, "qtableId", i);
            table.setUserObject(tables[i]);
        }
    }

    private static void frame(
            IIOMetadataNode sequence, int columns, int rows, int bands, boolean alpha) {
        IIOMetadataNode frame =
                child(
                        sequence,
                        "sof",
                        "process",
                        0,
                        "samplePrecision",
                        8,
                        "numLines",
                        rows,
                        "samplesPerLine",
                        columns,
                        "numFrameComponents",
                        bands);
        for (int band = 0; band < bands; band++) {
            child(
                    frame,
                    "componentSpec",
                    "componentId",
                    band + 1,
                    "HsamplingFactor",
                    1,
                    "VsamplingFactor",
                    1,
                    "QtableSelector",
                    alpha && band == bands - 1 ? 1 : 0);
        }
    }

    private static void huffman(IIOMetadataNode sequence) {
        JPEGHuffmanTable[] tables = {
            JPEGHuffmanTable.StdDCLuminance, JPEGHuffmanTable.StdACLuminance
        };
        IIOMetadataNode marker = child(sequence, "dht");
        for (int i = 0; i < tables.length; i++) {
            child(marker, "dhtable", "class", i, "htableId", 0).setUserObject(tables[i]);
        }
    }

    private static void scan(IIOMetadataNode sequence, int bands) {
        IIOMetadataNode scan =
                child(
                        sequence,
                        "sos",
                        "numScanComponents",
                        bands,
                        "startSpectralSelection",
                        0,
                        "endSpectralSelection",
                        63,
                        "approxHigh",
                        0,
                        "approxLow",
                        0);
        for (int band = 0; band < bands; band++) {
            child(
                    scan,
                    "scanComponentSpec",
                    "componentSelector",
                    band + 1,
                    "dcHuffTable",
                    0,
                    "acHuffTable",
                    0);
        }
    }

    /// @param attributes names and numbers in turn
    private static IIOMetadataNode child(
            IIOMetadataNode parent, String name, Object... attributes) {
        var node = new IIOMetadataNode(name);
        for (int i = 0; i < attributes.length; i += 2) {
            node.setAttribute(attributes[i].toString(), attributes[i + 1].toString());
        }
        parent.appendChild(node);
        return node;
    }
}
