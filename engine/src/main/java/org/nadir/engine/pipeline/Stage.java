package org.nadir.engine.pipeline;

import java.util.Locale;
import java.util.Optional;

/// The stages of a run, under the names that node clients know, with the overall percentage at which each ends.
public enum Stage {
    DATASET(5, "Reading photos"),
    OPENSFM(25, "Finding camera positions"),
    OPENMVS(50, "Measuring depth"),
    ODM_FILTERPOINTS(52, "Filtering the point cloud"),
    ODM_MESHING(60, "Building the 3D model"),
    MVS_TEXTURING(70, "Texturing the 3D model"),
    ODM_GEOREFERENCING(80, "Georeferencing"),
    ODM_DEM(90, "Building elevation models"),
    ODM_ORTHOPHOTO(98, "Building the orthophoto"),
    ODM_REPORT(99, "Writing the report"),
    ODM_POSTPROCESS(100, "Finishing");

    private final int endPercent;
    private final String title;

    Stage(int endPercent, String title) {
        this.endPercent = endPercent;
        this.title = title;
    }

    /// The name in options, logs and file contracts, for instance `odm_dem`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    /// The stage that ends when `id` does; see [#find].
    public static Optional<Stage> findEnd(String id, boolean split) {
        if (split && id.equals("split")) {
            return Optional.of(ODM_FILTERPOINTS);
        }
        return split && id.equals("merge") ? Optional.of(ODM_POSTPROCESS) : find(id, split);
    }

    /// The overall percentage at the stage's end. In a split task the work on the groups ends at 75 and the merging at 100, as node clients know it.
    public int endPercent(boolean split) {
        if (!split) {
            return endPercent;
        }
        return switch (this) {
            case DATASET -> 5;
            case OPENSFM -> 35;
            case OPENMVS -> 73;
            case ODM_FILTERPOINTS -> 75;
            case ODM_MESHING -> 79;
            case MVS_TEXTURING -> 83;
            case ODM_GEOREFERENCING -> 86;
            case ODM_DEM -> 92;
            case ODM_ORTHOPHOTO -> 98;
            case ODM_REPORT -> 99;
            case ODM_POSTPROCESS -> 100;
        };
    }

    public int startPercent(boolean split) {
        return ordinal() == 0 ? 0 : values()[ordinal() - 1].endPercent(split);
    }

    /// The stage that begins when `id` does. Other engines have stages `split` and `merge`: in a split task these stand for
    /// all that is done in groups, and for what comes after; otherwise for the stage that follows them.
    public static Optional<Stage> find(String id, boolean split) {
        if (id.equals("split") || id.equals("merge")) {
            return Optional.of(split && id.equals("merge") ? ODM_MESHING : OPENSFM);
        }
        for (Stage stage : values()) {
            if (stage.id().equals(id)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
