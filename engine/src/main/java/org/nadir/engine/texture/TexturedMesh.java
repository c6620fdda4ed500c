package org.nadir.engine.texture;

import java.util.List;
import org.nadir.engine.mesh.TriangleMesh;

/// A mesh with texture pages. The arrays are owned by the record: read, never write.
///
/// @param mesh in the world frame
/// @param facePage page of each face; −1 for faces that no photo shows
/// @param cornerUv per face corner, the index of its texture coordinate; −1 where there is none. A texture coordinate
///     belongs to one vertex and one page
/// @param uv two numbers per texture coordinate, from 0 at the page's left and upper edge to 1 at the opposite ones
public record TexturedMesh(
        TriangleMesh mesh, int[] facePage, int[] cornerUv, float[] uv, List<TexturePage> pages) {

    public TexturedMesh {
        pages = List.copyOf(pages);
    }

    public int uvCount() {
        return uv.length / 2;
    }

    /// Number of faces without texture.
    public int unseenFaces() {
        int count = 0;
        for (int page : facePage) {
            count += page < 0 ? 1 : 0;
        }
        return count;
    }
}
