package org.nadir.engine.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Problem;
import org.nadir.testkit.SyntheticSurvey;

/// Held against the cameras that were written, and against whole runs.
class CameraCatalogueTest {

    private static final String KEY = "dji fc300s 4000 2250 brown 0.5555";

    private final List<String> console = Collections.synchronizedList(new ArrayList<>());

    @TempDir Path temp;

    @ParameterizedTest
    @EnumSource(LensModel.class)
    void readsWhatWasWritten(LensModel model) throws Exception {
        boolean full = model.isFull();
        boolean eye = model.isFisheye();
        var camera =
                new Camera(
                        model,
                        "maker model 4000 3000 " + model.key() + " 0.8",
                        4000,
                        3000,
                        0.81,
                        full ? 0.812 : 0.81,
                        full ? 0.001 : 0,
                        full ? -0.002 : 0,
                        -0.03,
                        0.02,
                        full ? 0.004 : 0,
                        full && !eye ? 0.0003 : 0,
                        full && !eye ? -0.0004 : 0,
                        full && eye ? 0.005 : 0);
        String text = "{\"v2 " + camera.id() + "\": " + CameraCatalogue.json(camera) + "}";
        var catalogue = CameraCatalogue.of(text);
        assertThat(catalogue.find(camera.id(), 4000, 3000)).isEqualTo(camera);
    }

    private static final String BROWN =
            """
            {"dji fc300s 4000 2250 brown 0.5555": {"projection_type": "brown", "width": 4000, "height": 2250,
             "focal_x": 0.5617, "focal_y": 0.5617, "c_x": 0, "c_y": 0, "k1": 0, "k2": 0, "p1": 0, "p2": 0, "k3": 0}}
            """;

    @Test
    void takesTheLensOfAnotherProjectionAndNamesWhatIsNotThere() throws Exception {
        var catalogue = CameraCatalogue.of(BROWN);
        String perspective = KEY.replace("brown", "perspective");
        assertThat(requireNonNull(catalogue.find(perspective, 4000, 2250)).focalX())
                .isEqualTo(0.5617);
        assertThat(catalogue.find("canon eos 4000 3000 brown 0.8", 4000, 3000)).isNull();
        catalogue.tell((level, text) -> console.add(level + " " + text));
        assertThat(console)
                .containsExactly(
                        "INFO Camera parameters of " + KEY + " are taken from the option cameras",
                        "WARNING The option cameras does not list canon eos 4000 3000 brown 0.8 at the"
                                + " size of its photos; it starts from their tags.");
        console.clear();
        var unused = CameraCatalogue.of(BROWN);
        unused.find("canon eos 4000 3000 brown 0.8", 4000, 3000);
        unused.tell((level, text) -> console.add(level + " " + text));
        assertThat(console)
                .contains("WARNING The option cameras lists " + KEY + ", but no photo is from it.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a": 1                                                             | it is not JSON
                    {}                                                                  | not a JSON object with one entry
                    /no/such/file                                                       | it is not JSON
                    {"x": {"projection_type": "dual", "width": 4, "height": 3}}         | camera x has the projection_type "dual"
                    {"x": {"projection_type": "brown", "width": 4, "height": 3}}        | camera x has no number "focal_x"
                    {"x": {"projection_type": "fisheye", "focal": 0, "width": 4, "height": 3}} | not positive
                    {"x": {"projection_type": "fisheye", "focal": 1, "width": 4, "height": 3, "k1": "much"}} | "k1" is not a number
                    """)
    void refusesWhatIsNoCamerasJson(String text, String why) {
        assertThatThrownBy(() -> CameraCatalogue.of(text))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("cameras must be a cameras.json, but ")
                .hasMessageContaining(why);
    }

    /// The result of one run, held fixed in a second one, comes out as it went in.
    @Test
    void aFixedLensFromAnEarlierTaskStaysAsItIs() throws Exception {
        var plan = new SyntheticSurvey.Plan(2, 4, 40, 800, 600, 2, 5);
        SyntheticSurvey.of(plan).writePhotos(temp.resolve("photos"), plan);
        run("first", Map.of());
        JsonNode first = cameras("first");
        run("second", Map.of("cameras", first.toString(), "use-fixed-camera-params", "true"));
        assertThat(cameras("second")).isEqualTo(first);
        run("third", Map.of("cameras", first.toString()));
        assertThat(cameras("third")).isNotEqualTo(first);
        double focal = first.elements().next().path("focal_x").asDouble();
        // Started at the result, adjusted again: the prior now pulls towards it.
        assertThat(cameras("third").elements().next().path("focal_x").asDouble())
                .isBetween(0.99 * focal, 1.01 * focal);
    }

    @Test
    void theOptionChoosesTheLensAndItsShapeInTheFile() throws Exception {
        var plan = new SyntheticSurvey.Plan(2, 4, 40, 800, 600, 2, 5);
        SyntheticSurvey.of(plan).writePhotos(temp.resolve("photos"), plan);
        run("out", Map.of("camera-lens", "perspective"));
        String key = cameras("out").fieldNames().next();
        JsonNode camera = cameras("out").path(key);
        assertThat(key).contains(" 800 600 perspective ");
        assertThat(camera.path("projection_type").asText()).isEqualTo("perspective");
        assertThat(camera.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "projection_type", "width", "height", "focal", "k1", "k2");
    }

    private JsonNode cameras(String name) throws IOException {
        return new ObjectMapper().readTree(temp.resolve(name + "/cameras.json").toFile());
    }

    @Test
    void lensesOfSeveralImagesAreRefused() throws Exception {
        var plan = new SyntheticSurvey.Plan(1, 2, 40, 160, 120, 2, 5);
        SyntheticSurvey.of(plan).writePhotos(temp.resolve("photos"), plan);
        assertThatThrownBy(() -> run("out", Map.of("camera-lens", "spherical")))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("camera-lens spherical is not supported.");
    }

    private void run(String name, Map<String, String> wanted) throws Exception {
        var options = new HashMap<>(wanted);
        options.put("min-num-features", "1500");
        options.put("end-with", "opensfm");
        var listener =
                new RunListener() {
                    @Override
                    public void progress(
                            Stage stage, double inStage, double percent, long left, String title) {}

                    @Override
                    public synchronized void line(Level level, String text) {
                        console.add(text);
                    }
                };
        Engine.run(
                new ProjectFolder(temp.resolve(name), temp.resolve("photos")),
                Options.of(OptionCatalog.load(), options),
                listener,
                Cancellation.never());
    }
}
