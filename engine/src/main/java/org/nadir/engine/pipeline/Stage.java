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

    public int endPercent() {
        return endPercent;
    }

    public int startPercent() {
        return ordinal() == 0 ? 0 : values()[ordinal() - 1].endPercent;
    }

    /// The stage of this name. The stages `split` and `merge` of other engines have no work here: they stand for the
    /// stage that follows them.
    public static Optional<Stage> find(String id) {
        if (id.equals("split") || id.equals("merge")) {
            return Optional.of(OPENSFM);
        }
        for (Stage stage : values()) {
            if (stage.id().equals(id)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
