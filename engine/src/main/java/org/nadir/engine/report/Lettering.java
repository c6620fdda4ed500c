package org.nadir.engine.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontFactory;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// Sets text in fonts that have its characters. Latin and Cyrillic letters come from Geist, Greek and others that it lacks
/// from Liberation Sans; both are embedded. Chinese, Japanese and Korean characters name a font that every reader of PDF
/// replaces by one of its own (ISO 32000-1, 9.7.5.2: predefined CMaps), since such a font is larger than the whole program.
/// What none of them has becomes a box.
final class Lettering implements AutoCloseable {

    private static final char BOX = '\u25a1';
    private static final String LIBERATION =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private enum Face {
        REGULAR("Geist-Regular.ttf", ""),
        BOLD("Geist-SemiBold.ttf", ""),
        OTHER(LIBERATION, ""),
        HAN("STSong-Light", "GB1"),
        KANA("HeiseiKakuGo-W5", "Japan1"),
        HANGUL("HYGoThic-Medium", "Korea1");

        final String source;
        final String ordering;

        Face(String source, String ordering) {
            this.source = source;
            this.ordering = ordering;
        }

        boolean isEmbedded() {
            return ordering.isEmpty();
        }

        /// The edition of the character collection that the CMap needs.
        int supplement() {
            return ordering.equals("Korea1") ? 1 : 4;
        }

        String cmap() {
            return switch (ordering) {
                case "GB1" -> "UniGB-UTF16-H";
                case "Japan1" -> "UniJIS-UTF16-H";
                default -> "UniKS-UTF16-H";
            };
        }
    }

    private record Run(Face face, String text) {}

    private final PDDocument document;
    private final Map<Face, TrueTypeFont> open = new EnumMap<>(Face.class);
    private final Map<Face, PDFont> fonts = new EnumMap<>(Face.class);
    private final Map<Face, CmapLookup> glyphs = new EnumMap<>(Face.class);

    Lettering(PDDocument document) throws IOException {
        this.document = document;
        for (Face face : Face.values()) {
            if (face.isEmbedded()) {
                load(face);
            }
        }
    }

    private void load(Face face) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        face == Face.OTHER
                                ? PDDocument.class.getResourceAsStream(face.source)
                                : Lettering.class.getResourceAsStream(face.source),
                        face.source)) {
            TrueTypeFont font =
                    new TTFParser().parse(new RandomAccessReadBuffer(in.readAllBytes()));
            // Ligatures would break the search for words, and cost time.
            font.setEnableGsub(false);
            open.put(face, font);
            glyphs.put(face, font.getUnicodeCmapLookup());
            fonts.put(face, PDType0Font.load(document, font, true));
        }
    }

    /// Width of a text in points.
    double width(String text, double size, boolean bold) throws IOException {
        double width = 0;
        for (Run run : runs(text, bold)) {
            width += size * ems(run);
        }
        return width;
    }

    /// Width of a run in units of the size.
    private double ems(Run run) throws IOException {
        TrueTypeFont font = open.get(run.face);
        if (font == null) {
            return run.text.codePointCount(0, run.text.length());
        }
        CmapLookup lookup = Objects.requireNonNull(glyphs.get(run.face));
        double units = 0;
        for (int code : run.text.codePoints().toArray()) {
            units += font.getAdvanceWidth(lookup.getGlyphId(code));
        }
        return units / font.getUnitsPerEm();
    }

    /// Writes a text with its base line at `(x, y)`, in the current colour.
    void show(PDPageContentStream out, String text, double x, double y, double size, boolean bold)
            throws IOException {
        out.beginText();
        out.newLineAtOffset((float) x, (float) y);
        for (Run run : runs(text, bold)) {
            out.setFont(font(run.face), (float) size);
            if (run.face.isEmbedded()) {
                out.showText(run.text);
            } else {
                showUtf16(out, run.text);
            }
        }
        out.endText();
    }

    /// PDFBox does not encode for fonts that are not embedded; with these CMaps the codes are UTF-16.
    @SuppressWarnings("deprecation")
    private static void showUtf16(PDPageContentStream out, String text) throws IOException {
        String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16BE));
        out.appendRawCommands("<" + hex + "> Tj\n");
    }

    private List<Run> runs(String text, boolean bold) {
        var runs = new ArrayList<Run>();
        var current = new StringBuilder();
        Face last = null;
        for (int code : text.codePoints().toArray()) {
            int shown = Character.isISOControl(code) ? ' ' : code;
            Face face = faceOf(shown, bold);
            if (face == null) {
                shown = BOX;
                face = faceOf(BOX, bold);
            }
            if (face == null) {
                shown = '?';
                face = bold ? Face.BOLD : Face.REGULAR;
            }
            if (face != last && last != null) {
                runs.add(new Run(last, current.toString()));
                current.setLength(0);
            }
            current.appendCodePoint(shown);
            last = face;
        }
        if (last != null) {
            runs.add(new Run(last, current.toString()));
        }
        return runs;
    }

    private @org.jspecify.annotations.Nullable Face faceOf(int code, boolean bold) {
        for (Face face : new Face[] {bold ? Face.BOLD : Face.REGULAR, Face.OTHER}) {
            if (Objects.requireNonNull(glyphs.get(face)).getGlyphId(code) > 0) {
                return face;
            }
        }
        if (!Character.isBmpCodePoint(code)) {
            return null;
        }
        return switch (Character.UnicodeScript.of(code)) {
            case HAN -> Face.HAN;
            case HIRAGANA, KATAKANA -> Face.KANA;
            case HANGUL -> Face.HANGUL;
            default -> isWideSign(code) ? Face.HAN : null;
        };
    }

    /// Ideographic punctuation and full-width forms.
    private static boolean isWideSign(int code) {
        return (code >= 0x3000 && code < 0x3040) || (code >= 0xff01 && code < 0xff5f);
    }

    private PDFont font(Face face) throws IOException {
        PDFont known = fonts.get(face);
        if (known == null) {
            known = PDFontFactory.createFont(namedFont(face));
            fonts.put(face, known);
        }
        return known;
    }

    private static COSDictionary namedFont(Face face) {
        var system = new COSDictionary();
        system.setItem(COSName.REGISTRY, new COSString("Adobe"));
        system.setItem(COSName.ORDERING, new COSString(face.ordering));
        system.setInt(COSName.SUPPLEMENT, face.supplement());
        var descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setName(COSName.FONT_NAME, face.source);
        descriptor.setInt(COSName.FLAGS, 4);
        var box = new COSArray();
        for (int edge : new int[] {0, -200, 1000, 900}) {
            box.add(COSInteger.get(edge));
        }
        descriptor.setItem(COSName.FONT_BBOX, box);
        descriptor.setInt(COSName.ITALIC_ANGLE, 0);
        descriptor.setInt(COSName.ASCENT, 880);
        descriptor.setInt(COSName.DESCENT, -120);
        descriptor.setInt(COSName.CAP_HEIGHT, 880);
        descriptor.setInt(COSName.STEM_V, 80);
        var cid = new COSDictionary();
        cid.setItem(COSName.TYPE, COSName.FONT);
        cid.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE0);
        cid.setName(COSName.BASE_FONT, face.source);
        cid.setItem(COSName.CIDSYSTEMINFO, system);
        cid.setItem(COSName.FONT_DESC, descriptor);
        cid.setInt(COSName.DW, 1000);
        var descendants = new COSArray();
        descendants.add(cid);
        var font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE0);
        font.setName(COSName.BASE_FONT, face.source + "-" + face.cmap());
        font.setName(COSName.ENCODING, face.cmap());
        font.setItem(COSName.DESCENDANT_FONTS, descendants);
        return font;
    }

    /// Cuts a text that is wider than `width`: from the middle, since both ends of a file name tell.
    String fit(String text, double width, double size, boolean bold) throws IOException {
        if (width(text, size, bold) <= width) {
            return text;
        }
        int[] codes = text.codePoints().toArray();
        for (int kept = codes.length - 1; kept > 0; kept--) {
            int head = (kept + 1) / 2;
            String cut =
                    new String(codes, 0, head)
                            + "…"
                            + new String(codes, codes.length - (kept - head), kept - head);
            if (width(cut, size, bold) <= width) {
                return cut;
            }
        }
        return "";
    }

    /// Breaks a text into lines; words that are too long by themselves are cut.
    List<String> wrap(String text, double width, double size, boolean bold) throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer, size, bold) > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(fit(word, width, size, bold));
            } else {
                line.setLength(0);
                line.append(fit(longer, width, size, bold));
            }
        }
        lines.add(line.toString());
        return lines;
    }

    @Override
    public void close() throws IOException {
        for (TrueTypeFont font : open.values()) {
            font.close();
        }
    }
}
