package org.nadir.engine.matching;

/// Scores all descriptors of one photo against all of another and keeps the best two for each, in both directions.
/// [ScalarScoreKernel] is the reference, [VectorScoreKernel] does exactly the same with the Vector API.
///
/// Descriptors come as [ShortDescriptors], whose lengths are so bounded that a scalar product minus 32,768 fits a short;
/// that is the score.
interface ScoreKernel {

    /// The fastest kernel that this JVM can run.
    static ScoreKernel best() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? VectorScoreKernel.create()
                : new ScalarScoreKernel();
    }

    /// Offers every score to `forA` (which B scored) and to `forB` (which A scored); for each feature in the order of the
    /// other photo's features.
    void score(ShortDescriptors a, ShortDescriptors b, TopTwo forA, TopTwo forB);
}
