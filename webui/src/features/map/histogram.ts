/** Counts, and the edges between which each was counted: one edge more than counts. */
export type CountsAndEdges = readonly [readonly number[], readonly number[]];

/**
 * Several histograms as one with equal bins from `from` to `to`. Each count is spread evenly over its own bin, so that
 * the sum stays the same for whatever lies inside the range.
 */
export function joinHistograms(histograms: readonly CountsAndEdges[], from: number, to: number, bins: number): number[] {
  const joint = new Array<number>(bins).fill(0);
  const width = (to - from) / bins;
  if (!(width > 0)) return joint;
  for (const [counts, edges] of histograms) {
    counts.forEach((count, index) => {
      const left = edges[index] ?? 0;
      const right = edges[index + 1] ?? left;
      if (count > 0 && right > left) spread(joint, count, (left - from) / width, (right - from) / width);
    });
  }
  return joint;
}

/** Shares `count` among the bins that the stretch from `left` to `right`, in bins, covers. */
function spread(joint: number[], count: number, left: number, right: number): void {
  const first = Math.max(0, Math.floor(left));
  const last = Math.min(joint.length - 1, Math.ceil(right) - 1);
  for (let bin = first; bin <= last; bin++) {
    const covered = Math.min(right, bin + 1) - Math.max(left, bin);
    if (covered > 0) joint[bin] = (joint[bin] ?? 0) + (count * covered) / (right - left);
  }
}

/** An area under steps. Square roots of the counts: rare heights stay visible beside a large flat. */
export function histogramPath(counts: readonly number[], width: number, height: number): string {
  const most = Math.sqrt(Math.max(...counts, 1e-9));
  const step = width / counts.length;
  const steps = counts.map((count, index) => {
    const y = (height * (1 - Math.sqrt(count) / most)).toFixed(1);
    return `L${(index * step).toFixed(1)} ${y}L${((index + 1) * step).toFixed(1)} ${y}`;
  });
  return `M0 ${height}${steps.join('')}L${width} ${height}Z`;
}
