package org.nadir.engine.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.PhotoMask;
import org.nadir.imaging.PhotoTags;

/// One entry of `images.json`: what the tags of a photo say, null where they do not.
final class ImageRecord {

    private ImageRecord() {}

    /// @param group of `image_groups.txt`
    static Map<String, @Nullable Object> of(InputPhoto photo, @Nullable String group) {
        PhotoTags tags = photo.tags();
        PhotoTags.Position position = tags.position();
        PhotoTags.Attitude attitude = tags.attitude();
        PhotoTags.Speed speed = tags.speed();
        PhotoTags.Band band = tags.band();
        var entry = new LinkedHashMap<String, @Nullable Object>();
        entry.put("filename", photo.name());
        entry.put(
                "mask",
                PhotoMask.find(photo.file())
                        .map(file -> file.getFileName().toString())
                        .orElse(null));
        entry.put("width", tags.width());
        entry.put("height", tags.height());
        entry.put("camera_make", tags.make());
        entry.put("camera_model", tags.model());
        entry.put("orientation", tags.orientation());
        entry.put("latitude", position == null ? null : position.latitude());
        entry.put("longitude", position == null ? null : position.longitude());
        entry.put("altitude", position == null ? null : position.altitude());
        entry.put("band_name", band == null ? "RGB" : band.name());
        Integer bandIndex = band == null ? Integer.valueOf(0) : band.index();
        entry.put("band_index", bandIndex);
        entry.put("capture_uuid", band == null ? null : band.captureId());
        entry.put("fnumber", tags.exposure().fNumber());
        entry.put("exposure_time", tags.exposure().seconds());
        entry.put("iso_speed", tags.exposure().iso());
        entry.put("bits_per_sample", tags.bitsPerSample());
        entry.put("utc_time", tags.captureTimeMillis());
        entry.put("yaw", attitude == null ? null : attitude.yaw());
        entry.put("pitch", attitude == null ? null : attitude.pitch());
        entry.put("roll", attitude == null ? null : attitude.roll());
        entry.put("speed_x", speed == null ? null : speed.x());
        entry.put("speed_y", speed == null ? null : speed.y());
        entry.put("speed_z", speed == null ? null : speed.z());
        entry.put("exif_width", tags.width());
        entry.put("exif_height", tags.height());
        entry.put("gps_xy_stddev", position == null ? null : position.horizontalSd());
        entry.put("gps_z_stddev", position == null ? null : position.verticalSd());
        entry.put("camera_projection", tags.projection());
        entry.put("focal_ratio", tags.focal().ratio());
        if (group != null) {
            entry.put("group", group);
        }
        return entry;
    }
}
