package org.nadir.server.tile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.TileMatrix;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.tiles.RasterLayer;

/// The address of a tile as it stands in a path: `{z}/{x}/{y}`, perhaps with `@2x`, perhaps with an ending.
///
/// @param density pixels of the picture by those of an ordinary tile
/// @param ending in lower case; empty for none
record TileAddress(int zoom, int x, int y, int density, String ending) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern LAST =
            Pattern.compile("([0-9]{1,9})(?:@([0-9]{1,3})x)?(?:\\.(png|jpg|jpeg|webp))?");
    private static final int MOST_DENSE = 4;

    /// @throws Problem when the path is no address
    static TileAddress of(Request request) {
        Matcher last = LAST.matcher(request.path("y"));
        String zoom = request.path("z");
        String x = request.path("x");
        if (!NUMBER.matcher(zoom).matches() || !NUMBER.matcher(x).matches() || !last.matches()) {
            throw Problem.notFound();
        }
        String density = last.group(2);
        String ending = last.group(3);
        return new TileAddress(
                Integer.parseInt(zoom),
                Integer.parseInt(x),
                Integer.parseInt(last.group(1)),
                density == null ? 1 : Math.clamp(Integer.parseInt(density), 1, MOST_DENSE),
                ending == null ? "" : ending);
    }

    /// The tile that is meant. Rows count from the north; where no tile of the layer lies there but one lies at the row counted
    /// from the south, an old client is asking, and gets that one. Only addresses that could come from such a client are
    /// read so.
    ///
    /// @param scheme `xyz` or `tms` when the client says which; null when it does not
    /// @param mayBeOld whether the request looks as an old client's does
    TileMatrix.Tile tile(
            RasterLayer layer, int zoomShift, @Nullable String scheme, boolean mayBeOld) {
        int level = zoom - zoomShift;
        if (level < 0 || !layer.serves(zoom) || level > TileMatrix.MAX_ZOOM) {
            throw Problem.notFound("Outside of bounds");
        }
        var fromNorth = new TileMatrix.Tile(level, x, y);
        if (!fromNorth.exists()) {
            return fromNorth;
        }
        if (scheme != null) {
            return scheme.equals("tms") ? fromNorth.flipped() : fromNorth;
        }
        boolean old = mayBeOld && density == 1 && ending.equals("png");
        return old && !layer.touches(fromNorth) && layer.touches(fromNorth.flipped())
                ? fromNorth.flipped()
                : fromNorth;
    }
}
