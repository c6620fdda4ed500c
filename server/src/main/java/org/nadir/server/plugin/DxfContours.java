package org.nadir.server.plugin;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// DXF of release 12, the one that every drawing program reads: a polyline at its height for each line.
final class DxfContours implements ContourWriter {

    private static final int CLOSED = 1;

    private final BufferedWriter out;

    DxfContours(Path file) throws IOException {
        this.out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII);
        out.write("0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1009\n0\nENDSEC\n");
        out.write("0\nSECTION\n2\nTABLES\n0\nTABLE\n2\nLAYER\n70\n1\n");
        out.write("0\nLAYER\n2\nCONTOURS\n70\n0\n62\n7\n6\nCONTINUOUS\n0\nENDTAB\n0\nENDSEC\n");
        out.write("0\nSECTION\n2\nENTITIES\n");
    }

    @Override
    public void add(double height, double[] line) throws IOException {
        int last = line.length - 2;
        boolean closed = last > 0 && line[0] == line[last] && line[1] == line[last + 1];
        out.write("0\nPOLYLINE\n8\nCONTOURS\n66\n1\n10\n0.0\n20\n0.0\n30\n");
        out.write(number(height));
        out.write("\n70\n" + (closed ? CLOSED : 0) + "\n");
        for (int i = 0; i < (closed ? last : line.length); i += 2) {
            out.write("0\nVERTEX\n8\nCONTOURS\n10\n");
            out.write(number(line[i]));
            out.write("\n20\n");
            out.write(number(line[i + 1]));
            out.write("\n30\n");
            out.write(number(height));
            out.write("\n");
        }
        out.write("0\nSEQEND\n8\nCONTOURS\n");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.8f", value);
    }

    @Override
    public void finish() throws IOException {
        out.write("0\nENDSEC\n0\nEOF\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
