package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.testkit.Errors;
import org.nadir.testkit.OrthophotoTruth;
import org.nadir.testkit.ProductTruth;
import org.nadir.testkit.SurveyTruth;
import org.nadir.testkit.SyntheticControl;
import org.nadir.testkit.SyntheticSurvey;

/// All products of a few rendered photos of streets with houses and trees, taken by a sensor with noise, against the renderer's
/// truth in world coordinates. `./nadir bench engine block` does the same with more and larger photos.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductTruthTest {

    private static final SyntheticSurvey.Plan PLAN =
            SyntheticSurvey.Plan.streets(3, 5, 50, 800, 600, 17);
    private static final double GSD = PLAN.gsd();

    /// Depth maps are 320 pixels wide, the photos 800. Edges are no better known than to their pixels.
    private static final double DEPTH_PIXEL = 2.5 * GSD;

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final SurveyTruth truth = new SurveyTruth(survey);
    private final ProductTruth products = new ProductTruth(truth, 5, GSD);
    private ProjectFolder project;

    @BeforeAll
    void process(@TempDir Path folder) throws Exception {
        project = new ProjectFolder(folder.resolve("out"), folder.resolve("photos"));
        survey.writePhotos(project.images(), PLAN);
        Files.createDirectories(project.root());
        SyntheticControl control =
                SyntheticControl.of(survey, 3, new SyntheticControl.Marking(0.3, 0), 3);
        Files.writeString(project.file("gcp_list.txt"), control.file());
        Engine.run(
                project,
                Options.of(
                        OptionCatalog.load(),
                        Map.of("dsm", "true", "dtm", "true", "min-num-features", "3000")),
                SILENT,
                Cancellation.never());
    }

    private static final RunListener SILENT =
            new RunListener() {
                @Override
                public void progress(
                        Stage stage, double inStage, double percent, long left, String title) {}

                @Override
                public void line(Level level, String text) {}
            };

    @Test
    void surfaceAndBuildingEdges() throws IOException {
        ProductTruth.Surface surface = products.surface(project.dem("dsm.tif"));
        assertThat(surface.open().count()).isGreaterThan(10_000);
        assertThat(surface.open().rms()).isLessThan(GSD);
        assertThat(surface.edges().count()).isGreaterThan(50);
        assertThat(surface.edges().absolute50()).isLessThan(DEPTH_PIXEL);
        assertThat(surface.edges().absolute95()).isLessThan(3 * DEPTH_PIXEL);
        assertThat(surface.missed()).isLessThan(0.02);
    }

    @Test
    void terrainUnderBuildings() throws IOException {
        ProductTruth.Terrain terrain = products.terrain(project.dem("dtm.tif"));
        assertThat(terrain.under().count()).isGreaterThan(1000);
        // Part of it is the ground itself, which bends under a house by up to 0.2 m away from a
        // membrane.
        assertThat(terrain.under().rms()).isLessThan(0.2);
    }

    @Test
    void orthophotoLinesAreStraightAndThereAreNoHoles() throws IOException {
        OrthophotoTruth.Figures figures =
                new OrthophotoTruth(truth, 5)
                        .compare(project.orthophoto("tif"), project.dem("dsm.tif"));
        assertThat(figures.bends().count()).isGreaterThan(50);
        assertThat(figures.bends().largest()).isLessThan(1.5);
        assertThat(figures.holeShare()).isLessThan(0.001);
    }

    /// An edge may be two photo pixels off, and a photo may show what stands 0.15 m beside its place: less than three pixels.
    @Test
    void roofsEndInTheOrthophotoWhereTheyDo() throws IOException {
        OrthophotoTruth.Figures figures =
                new OrthophotoTruth(truth, 5)
                        .compare(project.orthophoto("tif"), project.dem("dsm.tif"));
        assertThat(figures.roofs().count()).isGreaterThan(100);
        assertThat(figures.lostRoofs()).isLessThan(0.02);
        assertThat(figures.roofs().absolute50()).isLessThan(1);
        assertThat(figures.roofs().absolute95()).isLessThan(3);
    }

    @Test
    void meshLiesOnTheSurface() throws IOException {
        List<String> lines = Files.readAllLines(project.georeferencing().resolve("coords.txt"));
        String[] shift = lines.get(1).split("\\s+");
        Errors mesh =
                products.mesh(
                        project.texturing().resolve("odm_textured_model_geo.obj"),
                        Double.parseDouble(shift[0]),
                        Double.parseDouble(shift[1]));
        assertThat(mesh.count()).isGreaterThan(1000);
        assertThat(mesh.absolute50()).isLessThan(GSD);
        // The rest stands at edges.
        assertThat(mesh.absolute95()).isLessThan(3 * DEPTH_PIXEL);
    }
}
