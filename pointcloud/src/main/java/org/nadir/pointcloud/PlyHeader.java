package org.nadir.pointcloud;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header of a PLY file as far as its vertices go.
///
/// @param usual the properties `x y z nx ny nz red green blue views`, in this order; absent ones read as 0
record PlyHeader(long count, int vertexLength, List<Property> usual) {

    private static final List<String> USUAL =
            List.of("x", "y", "z", "nx", "ny", "nz", "red", "green", "blue", "views");

    private static final int LONGEST_LINE = 4096;

    enum Type {
        INT8(1),
        UINT8(1),
        INT16(2),
        UINT16(2),
        INT32(4),
        UINT32(4),
        FLOAT(4),
        DOUBLE(8),
        ABSENT(0);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        static @Nullable Type named(String name) {
            return switch (name) {
                case "char", "int8" -> INT8;
                case "uchar", "uint8" -> UINT8;
                case "short", "int16" -> INT16;
                case "ushort", "uint16" -> UINT16;
                case "int", "int32" -> INT32;
                case "uint", "uint32" -> UINT32;
                case "float", "float32" -> FLOAT;
                case "double", "float64" -> DOUBLE;
                default -> null;
            };
        }
    }

    /// A number at a fixed place of each vertex.
    record Property(String name, Type type, int at) {

        double number(byte[] vertex) {
            return switch (type) {
                case INT8 -> vertex[at];
                case UINT8 -> vertex[at] & 0xFF;
                case INT16 -> (short) LittleEndian.getUnsignedShort(vertex, at);
                case UINT16 -> LittleEndian.getUnsignedShort(vertex, at);
                case INT32 -> LittleEndian.getInt(vertex, at);
                case UINT32 -> LittleEndian.getInt(vertex, at) & 0xFFFFFFFFL;
                case FLOAT -> LittleEndian.getFloat(vertex, at);
                case DOUBLE -> LittleEndian.getDouble(vertex, at);
                case ABSENT -> 0;
            };
        }
    }

    /// Reads up to and with the line `end_header`.
    static PlyHeader read(InputStream in) throws IOException {
        if (!line(in).equals("ply") || !line(in).startsWith("format binary_little_endian 1.")) {
            throw new IOException("not a binary little-endian PLY file");
        }
        long count = -1;
        boolean inVertices = false;
        int length = 0;
        List<Property> properties = new ArrayList<>();
        for (String line = line(in); !line.equals("end_header"); line = line(in)) {
            String[] words = line.split("\\s+");
            if (words[0].equals("element")) {
                inVertices = words.length == 3 && words[1].equals("vertex");
                if (!inVertices && count < 0) {
                    throw new IOException("the first PLY element is not the vertex");
                }
                count = inVertices ? parseCount(words[2]) : count;
            } else if (words[0].equals("property") && inVertices) {
                Type type = words.length == 3 ? Type.named(words[1]) : null;
                if (type == null) {
                    throw new IOException("PLY vertices with '" + line + "' are not supported");
                }
                properties.add(new Property(words[2], type, length));
                length += type.bytes;
            }
        }
        if (count < 0 || length == 0) {
            throw new IOException("PLY without vertices");
        }
        return new PlyHeader(count, length, USUAL.stream().map(n -> find(properties, n)).toList());
    }

    private static Property find(List<Property> properties, String name) {
        return properties.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElse(new Property(name, Type.ABSENT, 0));
    }

    private static long parseCount(String text) throws IOException {
        if (!text.matches("\\d{1,18}")) {
            throw new IOException("PLY with '" + text + "' vertices");
        }
        return Long.parseLong(text);
    }

    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || text.length() > LONGEST_LINE) {
                throw new IOException("PLY header without an end");
            }
            text.append((char) c);
        }
        return text.toString().strip();
    }
}
