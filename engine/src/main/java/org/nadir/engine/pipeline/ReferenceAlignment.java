package org.nadir.engine.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.align.ReferenceSurface;
import org.nadir.engine.align.Registration;
import org.nadir.engine.align.Registration.Fitted;
import org.nadir.engine.align.Registration.Offset;
import org.nadir.engine.align.Registration.Part;
import org.nadir.engine.align.Registration.Refused;
import org.nadir.engine.align.SurfaceRegistration;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.sfm.Similarity;
import org.nadir.engine.survey.SideFile;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Work;

/// Brings a result to the surface of `align.laz`, `align.las` or `align.tif`. It is done once, on the dense cloud: photos, tie
/// points and cloud are moved together, and everything that is made after stands in the new frame.
final class ReferenceAlignment {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReferenceAlignment() {}

    /// The file that a task's result is to be aligned with; null when there is none.
    static @Nullable Path find(ProjectFolder project) throws IOException {
        if (project.alignReference() != null) {
            return project.alignReference();
        }
        for (String name : ReferenceSurface.NAMES) {
            Optional<Path> found = SideFile.find(name, SurveyFiles.folders(project));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null;
    }

    /// Whether a file among the photos is no photo but a reference.
    static boolean isReference(Path file) {
        return ReferenceSurface.NAMES.contains(
                file.getFileName().toString().toLowerCase(Locale.ROOT));
    }

    /// Changes when the reference does; empty without one.
    static String fingerprint(Run run) throws IOException {
        Path file = run.alignReference();
        return file == null || !Files.exists(file)
                ? ""
                : "align %s %d %d"
                        .formatted(
                                file.getFileName(),
                                Files.size(file),
                                Files.getLastModifiedTime(file).toMillis());
    }

    /// Moves run and cloud, or says why not. The cloud's arrays are written to.
    static void apply(Run run, DenseCloud cloud, Work work) throws IOException {
        Path matrix = run.project().georeferencing().resolve("alignment_matrix.json");
        boolean wasAligned = Files.deleteIfExists(matrix);
        run.unalign();
        Path file = run.alignReference();
        if (file == null) {
            if (wasAligned) {
                CameraFiles.write(run);
            }
            return;
        }
        switch (register(run, file, cloud, work)) {
            case Fitted fitted -> {
                tell(file, fitted, work.console());
                move(cloud, fitted.change());
                run.align(new AlignmentFile(fitted.change(), figures(file, fitted)));
                JSON.writeValue(
                        run.product(matrix).toFile(), matrix(fitted.change(), run.reference()));
            }
            case Refused refused ->
                    work.console()
                            .warning(
                                    file.getFileName()
                                            + " is not used: "
                                            + refused.why()
                                            + ". The results stay where the photos' positions put them.");
        }
        CameraFiles.write(run);
    }

    private static Registration register(Run run, Path file, DenseCloud cloud, Work work) {
        if (!run.reference().isKnown()) {
            return new Refused("the photos have no positions", Registration.Figures.NONE);
        }
        try (ReferenceSurface reference = ReferenceSurface.open(file, run.reference())) {
            work.console()
                    .info(
                            "Aligning with %s: %s"
                                    .formatted(file.getFileName(), reference.description()));
            return SurfaceRegistration.register(cloud.xyz(), reference, run.gsdMetres(), work);
        } catch (IOException unusable) {
            return new Refused(String.valueOf(unusable.getMessage()), Registration.Figures.NONE);
        }
    }

    private static void tell(Path file, Fitted fitted, Console console) {
        Registration.Figures figures = fitted.figures();
        double[] shift = fitted.displacement();
        console.info(
                String.format(
                        Locale.ROOT,
                        "Aligned with %s: moved %.2f m east, %.2f m north, %.2f m up; tilt %.3f, heading %.3f degrees;"
                                + " scale %.5f",
                        file.getFileName(),
                        shift[0],
                        shift[1],
                        shift[2],
                        fitted.tilt(),
                        fitted.heading(),
                        fitted.change().scale()));
        console.info(
                String.format(
                        Locale.ROOT,
                        "Heights differ by %.2f m before and %.2f m after, each about its median, in cells of %.2f m on"
                                + " %.0f %% of the ground",
                        figures.before().spread(),
                        figures.after().spread(),
                        figures.cell(),
                        100 * figures.share()));
        if (!fitted.solved().contains(Part.PLAN)) {
            console.warning(
                    "The ground has too little relief to find a position by: only the height is corrected.");
            return;
        }
        List<String> left = new ArrayList<>();
        for (Part part : Part.values()) {
            if (!fitted.solved().contains(part)) {
                left.add(part.word());
            }
        }
        if (!left.isEmpty()) {
            console.info(
                    "Left as they were, since the relief shows no other beyond chance: "
                            + String.join(", ", left));
        }
    }

    private static void move(DenseCloud cloud, Similarity change) {
        double[] r = change.rotation();
        float[] normal = cloud.normal();
        for (int i = 0; i < normal.length; i += 3) {
            change.apply(cloud.xyz(), i);
            double x = normal[i];
            double y = normal[i + 1];
            double z = normal[i + 2];
            for (int axis = 0; axis < 3; axis++) {
                normal[i + axis] =
                        (float) (r[3 * axis] * x + r[3 * axis + 1] * y + r[3 * axis + 2] * z);
            }
        }
    }

    private static ObjectNode figures(Path file, Fitted fitted) {
        ObjectNode node = JSON.createObjectNode().put("file", file.getFileName().toString());
        ArrayNode corrected = node.putArray("corrected");
        for (Part part : Part.values()) {
            if (fitted.solved().contains(part)) {
                corrected.add(part.word());
            }
        }
        double[] shift = fitted.displacement();
        node.putObject("translation").put("x", shift[0]).put("y", shift[1]).put("z", shift[2]);
        node.put("tilt_degrees", fitted.tilt())
                .put("heading_degrees", fitted.heading())
                .put("scale", fitted.change().scale())
                .put("cell", fitted.figures().cell())
                .put("covered", fitted.figures().share());
        offset(node.putObject("before"), fitted.figures().before());
        offset(node.putObject("after"), fitted.figures().after());
        return node;
    }

    /// Heights of the result above the reference; nothing where they have no ground in common.
    private static void offset(ObjectNode node, Offset offset) {
        if (!Double.isNaN(offset.median())) {
            node.put("median", offset.median()).put("nmad", offset.spread());
        }
    }

    /// What a reader of the figures has to know; empty when nothing was moved.
    static String sentences(ProjectFolder project) throws IOException {
        Optional<AlignmentFile> alignment = AlignmentFile.read(project.alignment());
        if (alignment.isEmpty()) {
            return "";
        }
        ObjectNode figures = alignment.get().figures();
        return String.format(
                Locale.ROOT,
                "The result was moved to fit %s: %.2f m east, %.2f m north, %.2f m up; tilt %.3f, heading %.3f degrees;"
                        + " scale %.5f. Heights differ from it by %.2f m (NMAD). The errors on this page are those of"
                        + " the moved result.",
                figures.path("file").asText(),
                figures.path("translation").path("x").asDouble(),
                figures.path("translation").path("y").asDouble(),
                figures.path("translation").path("z").asDouble(),
                figures.path("tilt_degrees").asDouble(),
                figures.path("heading_degrees").asDouble(),
                figures.path("scale").asDouble(),
                figures.path("after").path("nmad").asDouble());
    }

    /// Four rows of four numbers, for column vectors of map coordinates.
    static ArrayNode matrix(Similarity change, GeoReference world) {
        double[] r = change.rotation();
        double[] origin = {world.offsetEast(), world.offsetNorth(), 0};
        ArrayNode matrix = JSON.createArrayNode();
        for (int row = 0; row < 3; row++) {
            ArrayNode numbers = matrix.addArray();
            double shift = change.shift()[row] + origin[row];
            for (int column = 0; column < 3; column++) {
                double value = change.scale() * r[3 * row + column];
                numbers.add(value);
                shift -= value * origin[column];
            }
            numbers.add(shift);
        }
        matrix.addArray().add(0).add(0).add(0).add(1);
        return matrix;
    }
}
