package org.nadir.engine.report;

import java.awt.Color;

/// The colours of the document.
final class Ink {

    static final Color TEXT = new Color(0x1b, 0x1f, 0x24);
    static final Color FAINT = new Color(0x62, 0x6b, 0x76);
    static final Color LINE = new Color(0xd5, 0xda, 0xe0);
    static final Color BAND = new Color(0xf1, 0xf4, 0xf7);
    static final Color ACCENT = new Color(0x1f, 0x5f, 0x99);
    static final Color MEASURED = new Color(0x8a, 0x93, 0x9e);
    static final Color GOOD = new Color(0x2e, 0x7d, 0x32);
    static final Color FAIR = new Color(0xb2, 0x6a, 0x00);
    static final Color BAD = new Color(0xc6, 0x28, 0x28);

    /// The classes of the overlap map from none to five photos and more, as ODM has them.
    static final Color[] OVERLAP = {
        new Color(0x7f, 0x7f, 0x7f),
        new Color(0x9b, 0x1b, 0x1b),
        new Color(0xe5, 0x3a, 0x2f),
        new Color(0xf6, 0xd3, 0x2d),
        new Color(0x8b, 0xcf, 0x5c),
        new Color(0x1e, 0x8a, 0x3c)
    };

    /// Viridis (van der Walt and Smith 2015), nine stops: even in lightness, readable without colour vision.
    private static final int[] RAMP = {
        0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
    };

    private Ink() {}

    static Color of(QualityRules.Grade grade) {
        return switch (grade) {
            case GOOD -> GOOD;
            case FAIR -> FAIR;
            case BAD -> BAD;
            case NOTE -> ACCENT;
        };
    }

    /// The ramp's colour at `t` from 0 to 1, as 0xRRGGBB.
    static int ramp(double t) {
        double at = Math.clamp(t, 0, 1) * (RAMP.length - 1);
        int i = Math.min((int) at, RAMP.length - 2);
        double f = at - i;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double low = RAMP[i] >> shift & 255;
            double high = RAMP[i + 1] >> shift & 255;
            rgb |= (int) Math.round(low + f * (high - low)) << shift;
        }
        return rgb;
    }
}
