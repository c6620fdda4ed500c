package org.nadir.testkit;

import java.util.ArrayList;
import java.util.List;

/// Lines across the walls of buildings, from 3 m before a wall to 2 m behind it, every half metre, away from corners and from
/// other objects.
final class WallProfiles {

    static final double OUTSIDE = 3;
    static final double INSIDE = 2;

    private static final double BETWEEN = 0.5;
    private static final double CORNER = 1.5;

    private WallProfiles() {}

    /// A place on a wall, UTM metres, and the direction into the building.
    record Profile(double x, double y, double inwardX, double inwardY) {

        double x(double inward) {
            return x + inward * inwardX;
        }

        double y(double inward) {
            return y + inward * inwardY;
        }
    }

    static List<Profile> of(SyntheticTerrain.Building b, SurveyTruth truth) {
        double east = truth.survey().originEast();
        double north = truth.survey().originNorth();
        var profiles = new ArrayList<Profile>();
        for (double x = b.west() + CORNER; x < b.east() - CORNER; x += BETWEEN) {
            profiles.add(new Profile(east + x, north + b.south(), 0, 1));
            profiles.add(new Profile(east + x, north + b.north(), 0, -1));
        }
        for (double y = b.south() + CORNER; y < b.north() - CORNER; y += BETWEEN) {
            profiles.add(new Profile(east + b.west(), north + y, 1, 0));
            profiles.add(new Profile(east + b.east(), north + y, -1, 0));
        }
        profiles.removeIf(p -> !isFree(p, truth));
        return profiles;
    }

    /// Whether nothing else stands near: then the way outwards leads away from all objects.
    private static boolean isFree(Profile p, SurveyTruth truth) {
        double far = truth.distanceToObjects(p.x(-OUTSIDE), p.y(-OUTSIDE));
        return far > OUTSIDE - 0.01;
    }
}
