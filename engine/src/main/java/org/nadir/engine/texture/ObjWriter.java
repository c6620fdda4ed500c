package org.nadir.engine.texture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;
import org.nadir.imaging.ImageEncoder;
import org.nadir.pointcloud.AsciiFile;
import org.nadir.pointcloud.NewFile;

/// Writes a textured mesh as OBJ with a material library and PNG pages beside it. Vertices are in the world frame. Faces
/// without texture are left out.
public final class ObjWriter {

    private static final int POSITION_DECIMALS = 4;

    /// Photos hardly get smaller beyond this, only slower.
    private static final int PNG_LEVEL = 3;

    private static final int UV_DECIMALS = 6;

    private ObjWriter() {}

    /// Writes `<name>.obj`, `<name>.mtl` and one `<name>_material0000_map_Kd.png` per page into the folder; the OBJ comes
    /// last, so that whoever finds it finds the rest.
    ///
    /// @return the OBJ file
    /// @throws IOException naming the file
    public static Path write(Path folder, String name, TexturedMesh mesh, Work work)
            throws IOException {
        Workers.forEach(
                work,
                mesh.pages().size(),
                p -> {
                    byte[] png = png(mesh.pages().get(p));
                    NewFile.write(folder.resolve(image(name, p)), file -> file.append(png));
                });
        byte[] library = library(name, mesh.pages().size()).getBytes(StandardCharsets.US_ASCII);
        NewFile.write(folder.resolve(name + ".mtl"), file -> file.append(library));
        Path obj = folder.resolve(name + ".obj");
        NewFile.write(obj, file -> write(new AsciiFile(file), name, mesh));
        return obj;
    }

    private static byte[] png(TexturePage page) {
        return ImageEncoder.png(page.rgb(), page.width(), page.height(), 3, PNG_LEVEL);
    }

    private static String material(int page) {
        return String.format(Locale.ROOT, "material%04d", page);
    }

    private static String image(String name, int page) {
        return name + "_" + material(page) + "_map_Kd.png";
    }

    private static String library(String name, int pages) {
        var text = new StringBuilder();
        for (int p = 0; p < pages; p++) {
            text.append("newmtl ").append(material(p)).append('\n');
            text.append(
                    "Ka 1.0 1.0 1.0\nKd 1.0 1.0 1.0\nKs 0.0 0.0 0.0\nTr 0.0\nillum 1\nNs 1.0\n");
            text.append("map_Kd ").append(image(name, p)).append("\n\n");
        }
        return text.toString();
    }

    private static void write(AsciiFile out, String name, TexturedMesh mesh) throws IOException {
        out.text("mtllib " + name + ".mtl\n");
        double[] xyz = mesh.mesh().xyz();
        for (int i = 0; i < xyz.length; i += 3) {
            out.character('v').character(' ').number(xyz[i], POSITION_DECIMALS).character(' ');
            out.number(xyz[i + 1], POSITION_DECIMALS).character(' ');
            out.number(xyz[i + 2], POSITION_DECIMALS).character('\n');
        }
        float[] uv = mesh.uv();
        for (int i = 0; i < uv.length; i += 2) {
            out.character('v').character('t').character(' ');
            out.number(uv[i], UV_DECIMALS).character(' ');
            out.number(1 - uv[i + 1], UV_DECIMALS).character('\n');
        }
        for (int p = 0; p < mesh.pages().size(); p++) {
            out.text("usemtl " + material(p) + "\n");
            for (int f = 0; f < mesh.facePage().length; f++) {
                if (mesh.facePage()[f] == p) {
                    face(out, mesh, f);
                }
            }
        }
        out.flush();
    }

    private static void face(AsciiFile out, TexturedMesh mesh, int f) throws IOException {
        out.character('f');
        for (int e = 3 * f; e < 3 * f + 3; e++) {
            out.character(' ').integer(mesh.mesh().faces()[e] + 1L);
            out.character('/').integer(mesh.cornerUv()[e] + 1L);
        }
        out.character('\n');
    }
}
