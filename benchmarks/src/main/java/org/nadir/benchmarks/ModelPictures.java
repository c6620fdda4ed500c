package org.nadir.benchmarks;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/// Pictures of a textured model from six sides, with its texture and as bare shape, and what can be counted about it. Run it with
/// `./nadir bench model FILE.obj PICTURES [--around X,Y,Z,RADIUS]`; without a place, what half of the vertices lie in is drawn.
///
/// The model is read from its files alone, so that its pictures show what other programs would.
public final class ModelPictures {

    private static final int SIZE = 700;

    /// Pixels are means of so many squared.
    private static final int FINER = 2;

    private record Side(String name, double azimuthDegrees, double riseDegrees) {}

    private static final List<Side> SIDES =
            List.of(
                    new Side("north", 0, 20),
                    new Side("east", 90, 20),
                    new Side("south", 180, 20),
                    new Side("west", 270, 20),
                    new Side("above", 180, 90),
                    new Side("below", 180, -90));

    private ModelPictures() {}

    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args);
        Path folder = Files.createDirectories(Path.of(arguments.get(1)));
        ObjModel model = ObjModel.read(Path.of(arguments.getFirst()));
        int at = arguments.indexOf("--around");
        ModelDrawing.Ball ball = at < 0 ? middle(model) : ball(arguments.get(at + 1));
        System.out.printf(
                Locale.ROOT,
                "around %.3f,%.3f,%.3f,%.3f%n",
                ball.x(),
                ball.y(),
                ball.z(),
                ball.radius());
        System.out.println("whole: " + ModelFigures.of(model, (x, y, z) -> true));
        System.out.println("around: " + ModelFigures.of(model, ball::holds));
        for (boolean textured : new boolean[] {true, false}) {
            Path file = folder.resolve(textured ? "texture.png" : "shape.png");
            ImageIO.write(sheet(model, ball, textured, folder), "png", file.toFile());
            System.out.println(file);
        }
    }

    /// All sides in two rows; each also goes to a file of its own.
    private static BufferedImage sheet(
            ObjModel model, ModelDrawing.Ball ball, boolean textured, Path folder)
            throws IOException {
        var sheet = new BufferedImage(3 * SIZE, 2 * SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        for (int i = 0; i < SIDES.size(); i++) {
            Side side = SIDES.get(i);
            BufferedImage picture = picture(model, ball, side, textured);
            String kind = textured ? "texture" : "shape";
            ImageIO.write(
                    picture, "png", folder.resolve(kind + "-" + side.name() + ".png").toFile());
            graphics.drawImage(picture, i % 3 * SIZE, i / 3 * SIZE, null);
        }
        graphics.dispose();
        return sheet;
    }

    private static BufferedImage picture(
            ObjModel model, ModelDrawing.Ball ball, Side side, boolean textured) {
        BufferedImage fine =
                new ModelDrawing(
                                model,
                                ball,
                                Math.toRadians(side.azimuthDegrees()),
                                Math.toRadians(side.riseDegrees()),
                                FINER * SIZE,
                                textured)
                        .draw();
        var picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(fine, 0, 0, SIZE, SIZE, null);
        graphics.drawString(side.name(), 10, 20);
        graphics.dispose();
        return picture;
    }

    private static ModelDrawing.Ball ball(String words) {
        double[] numbers =
                Arrays.stream(words.split(",")).mapToDouble(Double::parseDouble).toArray();
        return new ModelDrawing.Ball(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// The ball around the median vertex that holds half of the vertices: they are dense where the model is fine.
    private static ModelDrawing.Ball middle(ObjModel model) {
        var middle = new double[3];
        int n = model.vertices();
        for (int k = 0; k < 3; k++) {
            var along = new double[n];
            for (int v = 0; v < n; v++) {
                along[v] = model.xyz()[3 * v + k];
            }
            Arrays.sort(along);
            middle[k] = along[n / 2];
        }
        var away = new double[n];
        for (int v = 0; v < n; v++) {
            double dx = model.xyz()[3 * v] - middle[0];
            double dy = model.xyz()[3 * v + 1] - middle[1];
            double dz = model.xyz()[3 * v + 2] - middle[2];
            away[v] = Math.sqrt(dx * dx + dy * dy + dz * dz);
        }
        Arrays.sort(away);
        return new ModelDrawing.Ball(middle[0], middle[1], middle[2], away[n / 2]);
    }
}
