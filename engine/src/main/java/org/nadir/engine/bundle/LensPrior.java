package org.nadir.engine.bundle;

/// What is known of lenses beforehand, number by number.
///
/// Focal lengths come from tags, which are right to a hundredth or plainly wrong: another sensor in the table, a pixel pitch
/// from before the photos were made smaller. So their loss is that of Cauchy: where the photos tell clearly, as over relief
/// or with control points, a wrong tag loses its say; where they do not, as in a flat block seen straight down, it is all
/// there is.
final class LensPrior {

    /// Robust scale of focal lengths, in standard deviations.
    private static final double SCALE = 2;

    private LensPrior() {}

    /// Weight of number `i` of the lenses in the next step; 0 where nothing is known of it.
    static double weight(BundleProblem problem, BundleState state, int i) {
        double sd = problem.lensPriorSd[i];
        return sd > 0 ? loss(i).weight(squared(problem, state, i), SCALE * SCALE) / (sd * sd) : 0;
    }

    /// Half the loss of number `i`.
    static double cost(BundleProblem problem, BundleState state, int i) {
        return problem.lensFree[i] && problem.lensPriorSd[i] > 0
                ? 0.5 * loss(i).of(squared(problem, state, i), SCALE * SCALE)
                : 0;
    }

    private static Loss loss(int i) {
        return i % Lens.COUNT == Lens.FOCAL ? Loss.CAUCHY : Loss.SQUARED;
    }

    /// Squared distance from what is known, in standard deviations.
    private static double squared(BundleProblem problem, BundleState state, int i) {
        double e = (state.lens[i] - problem.lensPrior[i]) / problem.lensPriorSd[i];
        return e * e;
    }
}
