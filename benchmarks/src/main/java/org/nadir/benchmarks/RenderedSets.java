package org.nadir.benchmarks;

import java.util.Locale;
import org.nadir.testkit.Scenery;
import org.nadir.testkit.SyntheticSurvey;
import org.nadir.testkit.SyntheticSurvey.Conditions;
import org.nadir.testkit.SyntheticSurvey.Gps;
import org.nadir.testkit.SyntheticSurvey.Plan;

/// Rendered flights over ground that is difficult to match, with sensor noise and compression; their cameras are known.
enum RenderedSets {
    TOWN(flight(Scenery.RICH)),
    CROPS(flight(Scenery.CROPS)),
    PANELS(flight(Scenery.PANELS)),
    BRICKS(flight(Scenery.BRICKS)),
    LAKES(flight(Scenery.LAKES)),
    WIND(flight(Scenery.WIND)),
    CROSSED(Plan.town(5, 6, 60, 1000, 750, 17).with(Conditions.of(Scenery.RICH).withCrossing())),
    RELIEF(Plan.town(5, 6, 100, 1000, 750, 17).with(Conditions.of(Scenery.RICH).withHills(45))),
    DRIFTING(flight(Scenery.RICH).with(new Gps(2, 100))),
    MANY(Plan.town(10, 16, 40, 900, 600, 17).with(Conditions.of(Scenery.RICH)));

    private final Plan plan;

    RenderedSets(Plan plan) {
        this.plan = plan;
    }

    private static Plan flight(Scenery scenery) {
        return Plan.town(5, 6, 60, 1000, 750, 17).with(Conditions.of(scenery));
    }

    String title() {
        return "rendered-" + name().toLowerCase(Locale.ROOT);
    }

    Plan plan() {
        return plan;
    }

    SyntheticSurvey survey() {
        return SyntheticSurvey.of(plan);
    }
}
