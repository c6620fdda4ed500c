package org.nadir.imaging;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds how camera and craft were turned. DJI and Hasselblad count pitch from the horizon, senseFly counts roll the other
/// way round; all others are taken as they are.
final class AttitudeTags {
    private static final String[] YAW = {"drone-dji:FlightYawDegree", "Camera:Yaw"};
    private static final String[] PITCH = {"drone-dji:GimbalPitchDegree", "Camera:Pitch"};
    private static final String[] ROLL = {"drone-dji:GimbalRollDegree", "Camera:Roll"};

    private AttitudeTags() {}

    static PhotoTags.@Nullable Attitude read(XmpValues xmp, @Nullable String make) {
        Double yaw = xmp.number(YAW);
        Double pitch = xmp.number(PITCH);
        Double roll = xmp.number(ROLL);
        if (yaw == null || pitch == null || roll == null) {
            return null;
        }
        String maker = make == null ? "" : make.toLowerCase(Locale.ROOT);
        boolean fromHorizon = maker.equals("dji") || maker.equals("hasselblad");
        return new PhotoTags.Attitude(
                yaw,
                fromHorizon ? pitch + 90 : pitch,
                maker.equals("sensefly") ? -roll : roll,
                xmp.number("drone-dji:GimbalYawDegree"),
                new PhotoTags.Angles(yaw, pitch, roll));
    }
}
