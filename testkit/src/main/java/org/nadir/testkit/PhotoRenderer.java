package org.nadir.testkit;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;

/// Renders the photos of a survey, all of which have the same lens. A pixel is one ray, but the mean of nine in streets where
/// neighbouring pixels differ much, as the pixel of a sensor gathers light over its whole area.
final class PhotoRenderer {

    /// Neighbours that differ by this many grey levels in some channel make a pixel an edge. The texture of the ground differs
    /// less from one pixel to the next.
    private static final int EDGE = 48;

    private static final int FINER = 3;

    private final SyntheticSurvey survey;
    private final SyntheticSurvey.Plan plan;
    private final RayTracer tracer;
    private final double[] rays;

    PhotoRenderer(SyntheticSurvey survey, SyntheticSurvey.Plan plan) {
        this.survey = survey;
        this.plan = plan;
        tracer = new RayTracer(survey.terrain());
        rays = rays(survey.cameras().getFirst());
    }

    /// The rays of all pixels of a camera, two numbers each.
    private static double[] rays(SyntheticCamera camera) {
        var rays = new double[2 * camera.width() * camera.height()];
        for (int row = 0; row < camera.height(); row++) {
            for (int column = 0; column < camera.width(); column++) {
                double[] xy = camera.ray(column + 0.5, row + 0.5);
                System.arraycopy(xy, 0, rays, 2 * (row * camera.width() + column), 2);
            }
        }
        return rays;
    }

    BufferedImage photo(int index) {
        SyntheticCamera camera = survey.cameras().get(index);
        var image = new BufferedImage(camera.width(), camera.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        var ray = new double[2];
        for (int i = 0; i < pixels.length; i++) {
            System.arraycopy(rays, 2 * i, ray, 0, 2);
            pixels[i] = colour(index, ray);
        }
        if (plan.landscape() == SyntheticSurvey.Landscape.STREETS) {
            smoothEdges(index, pixels);
        }
        if (plan.conditions().noise() > 0) {
            addNoise(pixels, plan.conditions().noise(), new Random(31L * index + 7));
        }
        return image;
    }

    private int colour(int index, double[] ray) {
        SyntheticCamera camera = survey.cameras().get(index);
        return tracer.colour(
                plan.conditions().scenery(),
                index,
                camera.east() - survey.originEast(),
                camera.north() - survey.originNorth(),
                camera.altitude(),
                camera.direction(ray));
    }

    private void smoothEdges(int index, int[] pixels) {
        SyntheticCamera camera = survey.cameras().get(index);
        int[] single = pixels.clone();
        int width = camera.width();
        for (int row = 1; row + 1 < camera.height(); row++) {
            for (int column = 1; column + 1 < width; column++) {
                int i = row * width + column;
                if (differ(single[i], single[i + 1])
                        || differ(single[i], single[i - 1])
                        || differ(single[i], single[i + width])
                        || differ(single[i], single[i - width])) {
                    pixels[i] = mean(index, camera.width(), i);
                }
            }
        }
    }

    private static boolean differ(int one, int other) {
        for (int shift = 0; shift <= 16; shift += 8) {
            if (Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) >= EDGE) {
                return true;
            }
        }
        return false;
    }

    /// The mean of rays spread over a pixel that is not at the border.
    private int mean(int index, int width, int pixel) {
        var sums = new int[3];
        var ray = new double[2];
        int below = 2 * width;
        for (int i = 0; i < FINER * FINER; i++) {
            double u = (i % FINER + 0.5) / FINER - 0.5;
            double v = (i / FINER + 0.5) / FINER - 0.5;
            for (int axis = 0; axis < 2; axis++) {
                int at = 2 * pixel + axis;
                ray[axis] =
                        rays[at]
                                + u * (rays[at + 2] - rays[at - 2]) / 2
                                + v * (rays[at + below] - rays[at - below]) / 2;
            }
            int colour = colour(index, ray);
            for (int channel = 0; channel < 3; channel++) {
                sums[channel] += colour >> 8 * channel & 0xff;
            }
        }
        int mean = 0;
        for (int channel = 0; channel < 3; channel++) {
            mean |= Math.round(sums[channel] / (float) (FINER * FINER)) << 8 * channel;
        }
        return mean;
    }

    /// The same in all channels: that is what matching sees.
    private static void addNoise(int[] pixels, double sd, Random random) {
        for (int i = 0; i < pixels.length; i++) {
            int noise = (int) Math.round(sd * random.nextGaussian());
            int noisy = 0;
            for (int shift = 0; shift <= 16; shift += 8) {
                noisy |= Math.clamp((pixels[i] >> shift & 0xff) + noise, 0, 255) << shift;
            }
            pixels[i] = noisy;
        }
    }
}
