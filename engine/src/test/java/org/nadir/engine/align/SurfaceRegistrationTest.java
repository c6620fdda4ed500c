package org.nadir.engine.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.align.Registration.Fitted;
import org.nadir.engine.align.Registration.Part;
import org.nadir.engine.align.Registration.Refused;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.sfm.Similarity;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.UtmZone;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.pointcloud.ArrayPointSource;
import org.nadir.pointcloud.LasReference;
import org.nadir.pointcloud.LazWriter;
import org.nadir.testkit.SyntheticTerrain;

/// Clouds sampled with noise from surfaces of closed form, against references made from the same surface after a known change
/// of frame.
class SurfaceRegistrationTest {

    private static final double GSD = 0.05;
    private static final double NOISE = 0.04;
    private static final double HALF = 35;
    private static final GeoReference WORLD = new GeoReference(32632, 686000, 5330000);

    private final SyntheticTerrain terrain =
            new SyntheticTerrain(
                    2 * HALF,
                    120,
                    List.of(
                            new SyntheticTerrain.Building(-14, -9, -6, -3, 4.5),
                            new SyntheticTerrain.Building(3, 6, 12, 12, 6),
                            new SyntheticTerrain.Building(7, -12, 12, -8, 3)),
                    7);

    @TempDir Path folder;

    /// 12 m east, 7 m south, 31 m up, a degree of heading, one per cent of scale, about the middle.
    private static Similarity change() {
        return about(
                1.01, Rotations.fromAxisAngle(0, 0, Math.toRadians(1)), new double[] {12, -7, 31});
    }

    private static Similarity about(double scale, double[] r, double[] shift) {
        double[] middle = {0, 0, 120};
        var moved = new double[3];
        for (int i = 0; i < 3; i++) {
            moved[i] =
                    middle[i]
                            + shift[i]
                            - scale
                                    * (r[3 * i] * middle[0]
                                            + r[3 * i + 1] * middle[1]
                                            + r[3 * i + 2] * middle[2]);
        }
        return new Similarity(scale, r, moved);
    }

    private static double[] cloud(DoubleBinaryOperator surface, double half, int n, double noise) {
        var random = new Random(3);
        var xyz = new double[3 * n];
        for (int i = 0; i < n; i++) {
            xyz[3 * i] = random.nextDouble(-half, half);
            xyz[3 * i + 1] = random.nextDouble(-half, half);
            xyz[3 * i + 2] =
                    surface.applyAsDouble(xyz[3 * i], xyz[3 * i + 1])
                            + noise * random.nextGaussian();
        }
        return xyz;
    }

    private double[] cloud() {
        return cloud(terrain::surface, HALF, 400_000, NOISE);
    }

    /// An elevation model of the moved surface: below each cell's centre the place is found that is moved there.
    private Path dem(DoubleBinaryOperator surface, Similarity change, double cell, double half)
            throws IOException {
        double[] middle = {0, 0, surface.applyAsDouble(0, 0)};
        change.apply(middle, 0);
        int n = (int) (2 * half / cell);
        var layout =
                RasterLayout.of(
                        WORLD.offsetEast() + middle[0] - half,
                        WORLD.offsetNorth() + middle[1] + half,
                        cell,
                        n,
                        n);
        Similarity back = inverse(change);
        var noise = new Random(11);
        var rows = new float[n * n];
        for (int i = 0; i < rows.length; i++) {
            double x = layout.x(i % n + 0.5) - WORLD.offsetEast();
            double y = layout.y(i / n + 0.5) - WORLD.offsetNorth();
            double z = middle[2];
            for (int round = 0; round < 20; round++) {
                double[] p = {x, y, z};
                back.apply(p, 0);
                p[2] = surface.applyAsDouble(p[0], p[1]);
                change.apply(p, 0);
                z = p[2];
            }
            rows[i] = (float) (z + NOISE * noise.nextGaussian());
        }
        Path file = folder.resolve("align.tif");
        try (var writer =
                GeoTiffWriter.create(
                        file,
                        layout,
                        GeoTiffOptions.elevation(WORLD.epsg()),
                        (count, task) -> {
                            for (int i = 0; i < count; i++) {
                                task.accept(i);
                            }
                        })) {
            writer.writeRows(rows, n);
            writer.finish();
        }
        return file;
    }

    private static Similarity inverse(Similarity change) {
        double[] r = Rotations.transpose(change.rotation());
        var back = new Similarity(1 / change.scale(), r, new double[3]);
        double[] shift = change.shift().clone();
        back.apply(shift, 0);
        return new Similarity(
                1 / change.scale(), r, new double[] {-shift[0], -shift[1], -shift[2]});
    }

    private static Registration register(double[] xyz, Path file) throws IOException {
        return register(xyz, file, 2);
    }

    private static Registration register(double[] xyz, Path file, int threads) throws IOException {
        try (var workers = new Workers(threads);
                var reference = ReferenceSurface.open(file, WORLD)) {
            return SurfaceRegistration.register(xyz, reference, GSD, Work.silent(workers));
        }
    }

    /// Largest distance between where the two changes move the corners and the middle of the surveyed ground.
    private static double[] worst(Similarity found, Similarity truth) {
        var worst = new double[2];
        for (double[] place :
                new double[][] {
                    {0, 0, 120},
                    {-HALF, -HALF, 120},
                    {HALF, -HALF, 120},
                    {-HALF, HALF, 120},
                    {HALF, HALF, 120}
                }) {
            double[] one = place.clone();
            double[] other = place.clone();
            found.apply(one, 0);
            truth.apply(other, 0);
            worst[0] = Math.max(worst[0], Math.hypot(one[0] - other[0], one[1] - other[1]));
            worst[1] = Math.max(worst[1], Math.abs(one[2] - other[2]));
        }
        return worst;
    }

    private static Fitted fitted(Registration registration) {
        assertThat(registration).isInstanceOf(Fitted.class);
        return (Fitted) registration;
    }

    @Test
    void findsShiftHeadingAndScaleWithinHalfAPixel() throws IOException {
        Path file = dem(terrain::surface, change(), 0.15, 48);
        Fitted fitted = fitted(register(cloud(), file));
        double[] worst = worst(fitted.change(), change());
        assertThat(worst[0]).isLessThan(GSD / 2);
        assertThat(worst[1]).isLessThan(GSD / 2);
        assertThat(fitted.solved()).contains(Part.PLAN, Part.HEIGHT, Part.HEADING, Part.SCALE);
        assertThat(fitted.figures().before().median()).isCloseTo(-31, within(2.0));
        assertThat(fitted.figures().after().median()).isCloseTo(0, within(GSD / 5));
        assertThat(fitted.figures().after().spread()).isLessThan(2 * NOISE);
        assertThat(fitted.heading()).isCloseTo(1, within(0.05));
    }

    /// On a fifth of the ground something else stands now.
    @Test
    void doesNotMindThatAFifthOfTheGroundHasChanged() throws IOException {
        DoubleBinaryOperator built =
                (x, y) -> {
                    boolean hall = x > -HALF && x < -2 && y > 6 && y < 36;
                    return hall ? terrain.ground(-15, 20) + 7 : terrain.surface(x, y);
                };
        Fitted fitted = fitted(register(cloud(), dem(built, change(), 0.15, 48)));
        double[] worst = worst(fitted.change(), change());
        assertThat(worst[0]).isLessThan(GSD / 2);
        assertThat(worst[1]).isLessThan(GSD / 2);
    }

    @Test
    void correctsOnlyTheHeightOfFlatGround() throws IOException {
        Path file =
                dem(
                        (x, y) -> 120,
                        new Similarity(1, Rotations.fromAxisAngle(0, 0, 0), new double[] {3, 2, 5}),
                        0.15,
                        48);
        for (int seed = 0; seed < 3; seed++) {
            Fitted fitted =
                    fitted(register(cloud((x, y) -> 120, HALF, 400_000 + seed, NOISE), file));
            assertThat(fitted.solved()).containsExactly(Part.HEIGHT);
            assertThat(fitted.change().scale()).isEqualTo(1);
            assertThat(fitted.displacement()[0]).isZero();
            assertThat(fitted.displacement()[1]).isZero();
            assertThat(fitted.displacement()[2]).isCloseTo(5, within(GSD / 5));
        }
    }

    @Test
    void refusesTheSurfaceOfAnotherPlace() throws IOException {
        DoubleBinaryOperator other =
                (x, y) ->
                        119
                                + 2 * Math.sin(x / 7 + 1) * Math.sin(y / 5)
                                + 1.5 * Math.cos(x / 19 - y / 9)
                                + (x > 5 && x < 15 && y > -20 && y < 3 ? 5 : 0);
        Registration registration =
                register(
                        cloud(),
                        dem(
                                other,
                                new Similarity(
                                        1,
                                        Rotations.fromAxisAngle(0, 0, 0),
                                        new double[] {3, 2, 5}),
                                0.15,
                                48));
        assertThat(registration).isInstanceOf(Refused.class);
        assertThat(((Refused) registration).why()).startsWith("it is another surface");
    }

    @Test
    void refusesAReferenceElsewhereOnEarth() throws IOException {
        Registration registration =
                register(
                        cloud(),
                        dem(
                                terrain::surface,
                                new Similarity(
                                        1,
                                        Rotations.fromAxisAngle(0, 0, 0),
                                        new double[] {20_000, 0, 0}),
                                0.5,
                                48));
        assertThat(((Refused) registration).why())
                .isEqualTo("it does not lie where the photos were taken");
    }

    /// A cloud in the neighbouring zone of UTM, in which north is elsewhere and scale another.
    @Test
    void takesCloudsInOtherCoordinateSystems() throws IOException {
        double[] xyz = cloud(terrain::surface, HALF, 300_000, NOISE);
        Crs other = Crs.ofEpsg(32633);
        Coordinate first = null;
        for (int i = 0; i < xyz.length; i += 3) {
            xyz[i + 2] += 1.5;
            Coordinate place =
                    UtmZone.ofEpsg(WORLD.epsg())
                            .inverse(
                                    xyz[i] + 2 + WORLD.offsetEast(),
                                    xyz[i + 1] + 1 + WORLD.offsetNorth());
            Coordinate there = other.fromLonLat(place.x(), place.y());
            first = first == null ? there : first;
            xyz[i] = there.x() - Math.floor(first.x());
            xyz[i + 1] = there.y() - Math.floor(first.y());
        }
        Path file = folder.resolve("align.laz");
        int n = xyz.length / 3;
        LazWriter.write(
                file,
                new ArrayPointSource(
                        xyz,
                        new byte[3 * n],
                        new float[3 * n],
                        new byte[n],
                        new byte[n],
                        Math.floor(first.x()),
                        Math.floor(first.y())),
                new LasReference(32633, 0.001, Math.floor(first.x()), Math.floor(first.y()), 0));
        Fitted fitted = fitted(register(cloud(), file));
        double[] worst =
                worst(
                        fitted.change(),
                        new Similarity(
                                1, Rotations.fromAxisAngle(0, 0, 0), new double[] {2, 1, 1.5}));
        assertThat(worst[0]).isLessThan(GSD / 2);
        assertThat(worst[1]).isLessThan(GSD / 2);
    }

    @Test
    void threadsChangeNothing() throws IOException {
        Path file = dem(terrain::surface, change(), 0.3, 48);
        var found = new ArrayList<Similarity>();
        for (int threads : new int[] {1, 3}) {
            found.add(fitted(register(cloud(), file, threads)).change());
        }
        assertThat(Set.copyOf(found)).hasSize(1);
    }
}
