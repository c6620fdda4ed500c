type Bounds = readonly [number, number, number, number];

const MOSTLY = 0.7;

/** Which of these boxes, newest first, start hidden: those that a newer one covers for more than 70 %. */
export function hiddenAtFirst(boxes: readonly Bounds[]): boolean[] {
  return boxes.map((box, index) => boxes.slice(0, index).some((newer) => overlap(box, newer) > MOSTLY));
}

/** Common area over joint area of two boxes, 0 to 1. */
export function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (area(a) + area(b) - common);
}

function area(box: Bounds): number {
  return (box[2] - box[0]) * (box[3] - box[1]);
}
