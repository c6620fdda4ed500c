package org.nadir.server.tile;

import org.nadir.server.http.RouteTable;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.TaskAccess;

/// Tiles over HTTP.
public final class TileRoutes {

    public TileRoutes(TaskAccess access, MediaStore store) {}

    public void addTo(RouteTable table) {}
}
