package org.nadir.engine.edges;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.depth.DenseQuality;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Places the edges of what stands on the ground anew in a surface model. Depth maps know an edge to one or two pixels of theirs,
/// which are several of the photos'. Here each cell near a step is asked which of the two surfaces that meet there it
/// shows: both are continued over the step as planes, the photos are laid onto either in full resolution, and they agree on the
/// right one.
///
/// Only steps between smooth surfaces are touched: walls, not crowns. Does not depend on the number of threads.
public final class SurfaceEdges {

    private static final int BLOCK = WindowScores.BLOCK;

    /// Neighbouring cells that differ by so much stand at a step, metres; or by three cells, a slope of 72°.
    private static final double STEP = 0.5;

    /// Edges are this far off at most, in pixels of the level that depth maps begin with. Its windows span steps, and where but a few
    /// photos, all from one side, see a wall, finer levels do not mend that: at the rim of the rendered block of 36 photos one wall
    /// stands 0.8 m too far out.
    private static final double DOUBT = 3;

    private static final int MOST_REACH = 24;

    /// Share of the doubtful cells around a place that may lie on neither surface: at crowns more do, at walls fewer. On the rendered
    /// block of 36 photos the heights of crowns are off by 11.8 pixels of the photos with 0.5 and by 10.2 with 0.4 (RMS), and 95 of
    /// 100 edges of buildings lie within 1.87 with either; with 0.3 twice as many vertices of the mesh at walls are wrong.
    private static final double MOST_OTHERS = 0.4;

    /// Metres beyond the doubtful cells from which the surfaces are continued.
    private static final double BEYOND = 1.2;

    /// Cells within which a cell's vote is weighed with those of its neighbours, by a normal distribution of 1.5 cells.
    private static final int AROUND = 3;

    private static final float[] WEIGHTS = {1, 0.8f, 0.41f, 0.135f};

    /// Votes count for no more than this, in hundredths: beyond it they are sure.
    private static final int MOST = 30;

    private static final int WEAK = 5;

    /// Heights deviate from their surface by so many times the usual deviation at most.
    private static final double USUAL = 3;

    private static final byte UNKNOWN = -128;

    private final HeightGrid grid;
    private final List<Shot> shots;
    private final GrayPhotos photos;
    private final int reach;
    private final Work work;
    private final int across;
    private final @Nullable TwoPlanes[] planes;

    /// Positive for the upper surface, negative for the lower one, at most [#MOST]; and [#UNKNOWN].
    private byte[] votes;

    private SurfaceEdges(HeightGrid grid, List<Shot> shots, double photoCell, Work work) {
        this.grid = grid;
        this.shots = shots;
        this.photos =
                new GrayPhotos(
                        shots, grid.cell() / photoCell, Runtime.getRuntime().maxMemory() / 6);
        this.reach =
                (int) Math.clamp(Math.ceil(doubt(shots, photoCell) / grid.cell()), 2, MOST_REACH);
        this.work = work;
        this.across = (grid.width() + BLOCK - 1) / BLOCK;
        this.planes = new TwoPlanes[across * ((grid.height() + BLOCK - 1) / BLOCK)];
        this.votes = new byte[0];
    }

    /// Changes the heights of cells at edges.
    ///
    /// @param photoCell what a pixel of the photos covers on the ground, metres
    /// @param spacing distance between neighbouring points of the cloud that the surface was made from, metres
    public static void place(
            HeightGrid surface, List<Shot> shots, double photoCell, double spacing, Work work)
            throws IOException {
        if (surface.cell() <= 2 * spacing) {
            new SurfaceEdges(surface, shots, photoCell, work).place();
        }
    }

    /// How far off edges may be, metres.
    private static double doubt(List<Shot> shots, double photoCell) {
        int side = shots.stream().mapToInt(shot -> shot.camera().size()).max().orElse(0);
        return DOUBT * side / DenseQuality.SMALLEST_SIDE * photoCell;
    }

    private void place() {
        work.progress().title("Placing edges");
        vote();
        // The second time takes away specks.
        smooth();
        smooth();
        work.workers().forEach(grid.height(), this::decideRow);
    }

    private void vote() {
        boolean[] doubtful = doubtful();
        votes = new byte[doubtful.length];
        Arrays.fill(votes, UNKNOWN);
        Workers.forEach(work, planes.length / across, row -> voteInRow(row, doubtful));
    }

    /// The cells within reach of a step.
    private boolean[] doubtful() {
        var wide = new boolean[grid.z().length];
        work.workers().forEach(grid.height(), row -> widenSteps(row, wide));
        var doubtful = new boolean[wide.length];
        work.workers().forEach(grid.height(), row -> heighten(wide, row, doubtful));
        return doubtful;
    }

    /// Marks the cells of a row within reach of a step in that row.
    private void widenSteps(int row, boolean[] wide) {
        float step = (float) Math.max(STEP, 3 * grid.cell());
        int width = grid.width();
        int below = Math.min(row + 1, grid.height() - 1);
        for (int column = 0; column < width; column++) {
            float z = grid.at(column, row);
            float right = grid.at(Math.min(column + 1, width - 1), row);
            float down = grid.at(column, below);
            if (Math.abs(z - right) > step || Math.abs(z - down) > step) {
                // A step is one between a cell and the next.
                int first = Math.max(0, column - reach);
                int end = Math.min(width, column + reach + 2);
                Arrays.fill(wide, row * width + first, row * width + end, true);
            }
        }
    }

    private void heighten(boolean[] wide, int row, boolean[] doubtful) {
        int width = grid.width();
        int last = Math.min(grid.height() - 1, row + reach);
        for (int r = Math.max(0, row - reach - 1); r <= last; r++) {
            for (int column = 0; column < width; column++) {
                doubtful[row * width + column] |= wide[r * width + column];
            }
        }
    }

    private void voteInRow(int blockRow, boolean[] doubtful) throws IOException {
        var finder = new PlaneFinder(grid, doubtful, reach + (int) (BEYOND / grid.cell()));
        var asked = new BlockVotes(grid, shots, photos, reach);
        var found = new float[BLOCK * BLOCK];
        for (int blockColumn = 0; blockColumn < across; blockColumn++) {
            if (!isDoubtful(blockColumn, blockRow, doubtful)) {
                continue;
            }
            double column = (blockColumn + 0.5) * BLOCK;
            double row = (blockRow + 0.5) * BLOCK;
            TwoPlanes both = finder.at(column, row);
            double x = grid.left() + column * grid.cell();
            double y = grid.top() - row * grid.cell();
            if (both != null
                    && isStep(column, row, both, doubtful)
                    && asked.take(x, y, both, found)) {
                planes[blockRow * across + blockColumn] = both;
                enter(blockColumn, blockRow, found, doubtful);
            }
        }
    }

    /// Whether the doubtful cells around a place lie on the two surfaces, but for the skirts between them. Those of a crown's
    /// flank, whose top passes for a smooth surface, lie on neither.
    private boolean isStep(double column, double row, TwoPlanes both, boolean[] doubtful) {
        int around = reach + BLOCK / 2;
        int firstRow = Math.max(0, (int) row - around);
        int endRow = Math.min(grid.height(), (int) row + around);
        int firstColumn = Math.max(0, (int) column - around);
        int endColumn = Math.min(grid.width(), (int) column + around);
        double most = 2 * PlaneFinder.mostDeviation(grid);
        int cells = 0;
        int others = 0;
        for (int r = firstRow; r < endRow; r++) {
            for (int c = firstColumn; c < endColumn; c++) {
                if (doubtful[r * grid.width() + c]) {
                    double dx = c + 0.5 - column;
                    double dy = r + 0.5 - row;
                    float z = grid.at(c, r);
                    cells++;
                    others += both.isNear(z, dx, dy, most) ? 0 : 1;
                }
            }
        }
        return others <= MOST_OTHERS * cells;
    }

    private boolean isDoubtful(int blockColumn, int blockRow, boolean[] doubtful) {
        int endRow = Math.min(grid.height(), (blockRow + 1) * BLOCK);
        int endColumn = Math.min(grid.width(), (blockColumn + 1) * BLOCK);
        for (int r = blockRow * BLOCK; r < endRow; r++) {
            for (int c = blockColumn * BLOCK; c < endColumn; c++) {
                if (doubtful[r * grid.width() + c]) {
                    return true;
                }
            }
        }
        return false;
    }

    private void enter(int blockColumn, int blockRow, float[] found, boolean[] doubtful) {
        for (int k = 0; k < found.length; k++) {
            int column = blockColumn * BLOCK + k % BLOCK;
            int row = blockRow * BLOCK + k / BLOCK;
            if (column < grid.width() && row < grid.height()) {
                int i = row * grid.width() + column;
                votes[i] = doubtful[i] ? vote(100 * found[k], column, row) : UNKNOWN;
            }
        }
    }

    /// Where photos agree on neither surface the present height has a weak say.
    private byte vote(float value, int column, int row) {
        if (!Float.isNaN(value)) {
            return vote(value);
        }
        return (byte) (grid.at(column, row) > middle(column, row) ? WEAK : -WEAK);
    }

    private static byte vote(float value) {
        return (byte) Math.clamp(Math.round(value), -MOST, MOST);
    }

    /// Weighs each vote with those around it.
    private void smooth() {
        var smoothed = new byte[votes.length];
        work.workers().forEach(grid.height(), row -> smooth(row, smoothed));
        votes = smoothed;
    }

    private void smooth(int row, byte[] smoothed) {
        for (int column = 0; column < grid.width(); column++) {
            int i = row * grid.width() + column;
            smoothed[i] =
                    votes[i] == UNKNOWN ? UNKNOWN : vote(MOST * Math.signum(weigh(column, row)));
        }
    }

    /// Cells beyond doubt vote by their height.
    private float weigh(int column, int row) {
        float middle = (float) middle(column, row);
        float sum = 0;
        int lastRow = Math.min(grid.height() - 1, row + AROUND);
        int lastColumn = Math.min(grid.width() - 1, column + AROUND);
        for (int r = Math.max(0, row - AROUND); r <= lastRow; r++) {
            for (int c = Math.max(0, column - AROUND); c <= lastColumn; c++) {
                int i = r * grid.width() + c;
                int vote = votes[i];
                if (vote == UNKNOWN) {
                    vote = grid.z()[i] > middle ? MOST : -MOST;
                }
                sum += WEIGHTS[Math.abs(c - column)] * WEIGHTS[Math.abs(r - row)] * vote;
            }
        }
        return sum;
    }

    private double middle(int column, int row) {
        TwoPlanes both = planes[row / BLOCK * across + column / BLOCK];
        return both == null ? Double.NaN : both.middleAt(fromCentre(column), fromCentre(row));
    }

    /// Cells from the centre of a cell's block to its own.
    private static double fromCentre(int cell) {
        return cell % BLOCK + 0.5 - 0.5 * BLOCK;
    }

    private void decideRow(int row) {
        for (int column = 0; column < grid.width(); column++) {
            int i = row * grid.width() + column;
            TwoPlanes both = planes[row / BLOCK * across + column / BLOCK];
            if (both != null && votes[i] != UNKNOWN) {
                grid.z()[i] = decided(grid.z()[i], votes[i] > 0, both, column, row);
            }
        }
    }

    /// Where the present height does not stand out into the step it stays: else that of the surface is taken. Beside a
    /// step depth maps are rounded, so heights count as standing out as soon as they do so by more than is usual on that surface.
    private float decided(float present, boolean high, TwoPlanes both, int column, int row) {
        double dx = fromCentre(column);
        double dy = fromCentre(row);
        double surface = high ? both.upperAt(dx, dy) : both.lowerAt(dx, dy);
        double usual = high ? both.upperDeviation() : both.lowerDeviation();
        // Less than a quarter of a cell does not show.
        double most = Math.max(USUAL * usual, 0.25 * grid.cell());
        boolean fits = high ? present > surface - most : present < surface + most;
        return fits ? present : (float) surface;
    }
}
