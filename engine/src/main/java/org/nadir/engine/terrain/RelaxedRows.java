package org.nadir.engine.terrain;

/// One step of relaxation in place on a strip of rows: each cell in question becomes the mean of its four neighbours as they were
/// before the step, which are kept for two rows at a time.
///
/// @param storey neighbours that lie more than this above a cell do not pull it up
record RelaxedRows(float[] z, int width, boolean[] where, float storey) {

    /// @param above the row before the first as it was before the step, NaN where there is none
    /// @param below the row at `end`
    void relax(int first, int end, float[] above, float[] below) {
        float[] previous = above.clone();
        var current = new float[width];
        var next = new float[width];
        for (int row = first; row < end; row++) {
            System.arraycopy(z, row * width, current, 0, width);
            if (row + 1 < end) {
                System.arraycopy(z, (row + 1) * width, next, 0, width);
            } else {
                System.arraycopy(below, 0, next, 0, width);
            }
            relaxRow(row, previous, current, next);
            float[] free = previous;
            previous = current;
            current = free;
        }
    }

    private void relaxRow(int row, float[] above, float[] own, float[] below) {
        int at = row * width;
        for (int column = 0; column < width; column++, at++) {
            if (!where[at]) {
                continue;
            }
            float most = own[column] + storey;
            float sum = 0;
            int count = 0;
            if (column > 0 && own[column - 1] <= most) {
                sum += own[column - 1];
                count++;
            }
            if (column + 1 < width && own[column + 1] <= most) {
                sum += own[column + 1];
                count++;
            }
            // Not so where it is NaN.
            if (above[column] <= most) {
                sum += above[column];
                count++;
            }
            if (below[column] <= most) {
                sum += below[column];
                count++;
            }
            z[at] = count == 0 ? own[column] : sum / count;
        }
    }
}
