/**
 * Lines of equal height over a rectangle, one SVG path for each level, by marching squares: each cell of the grid is
 * crossed where two of its corners lie on different sides of the level.
 */
export function contourPaths(height: (x: number, y: number) => number, width: number, depth: number, step: number, levels: readonly number[]): string[] {
  const columns = Math.ceil(width / step);
  const rows = Math.ceil(depth / step);
  const heights: number[][] = [];
  for (let row = 0; row <= rows; row++) heights.push(Array.from({ length: columns + 1 }, (_, column) => height(column * step, row * step)));
  return levels.map((level) => {
    let path = '';
    for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) path += cellSegments(heights, column, row, step, level);
    return path;
  });
}

function cellSegments(heights: readonly number[][], column: number, row: number, step: number, level: number): string {
  const at = (dc: number, dr: number) => (heights[row + dr]?.[column + dc] ?? 0) - level;
  const corners = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)] as const;
  const places = [[0, 0], [1, 0], [1, 1], [0, 1]] as const;
  const crossings: string[] = [];
  for (let side = 0; side < 4; side++) {
    const next = (side + 1) % 4;
    const a = corners[side] ?? 0;
    const b = corners[next] ?? 0;
    if (a < 0 === b < 0) continue;
    const share = a / (a - b);
    const [ax, ay] = places[side] ?? [0, 0];
    const [bx, by] = places[next] ?? [0, 0];
    crossings.push(`${((column + ax + (bx - ax) * share) * step).toFixed(1)} ${((row + ay + (by - ay) * share) * step).toFixed(1)}`);
  }
  const lines = crossings.length === 4 ? [[0, 1], [2, 3]] : crossings.length === 2 ? [[0, 1]] : [];
  return lines.map(([from = 0, to = 0]) => `M${crossings[from]}L${crossings[to]}`).join('');
}
