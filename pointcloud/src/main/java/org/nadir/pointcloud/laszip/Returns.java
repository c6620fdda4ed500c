package org.nadir.pointcloud.laszip;

/// The contexts that the format lays down for pairs of a number of returns and the number of one return, 0 to 15 each. Pairs that
/// make no sense have their contexts too.
final class Returns {

    /// Rows by number of returns; a row's letters by number of the return.
    private static final String[] PULSES = {
        "0123453445555555",
        "1013333333333333",
        "2124444444433333",
        "3345444444444444",
        "4344544444444444",
        "5344454444444444",
        "3344445444444444",
        "4344444544444444",
        "4344444454444444",
        "5344444445444444",
        "5344444444544444",
        "5334444444455444",
        "5334444444455544",
        "5334444444445554",
        "5334444444444555",
        "5334444444444455"
    };

    private Returns() {}

    static int pulse(int returns, int number) {
        return PULSES[returns].charAt(number) - '0';
    }

    /// How many surfaces a pulse had still before it.
    static int level(int returns, int number) {
        return Math.min(7, Math.abs(returns - number));
    }
}
