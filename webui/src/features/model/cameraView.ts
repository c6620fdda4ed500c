import { isTriple } from './modelFile.ts';

export type Point = [number, number, number];

/** Where somebody stands and where he looks, in the coordinates of the ground. */
export interface CameraView {
  position: Point;
  target: Point;
}

/** A view that lies further off than this many times the model's radius belongs to another model. */
const FARTHEST = 50;

/** The view of a stored scene, if it is one and can be of a model of this place and size. */
export function storedView(scene: unknown, center: Point, radius: number): CameraView | null {
  const view = (scene as { view?: unknown } | null)?.view as Partial<CameraView> | undefined;
  if (!isTriple(view?.position) || !isTriple(view.target)) return null;
  const isNear = (point: Point) => distance(point, center) <= FARTHEST * radius;
  if (!isNear(view.position) || !isNear(view.target) || distance(view.position, view.target) === 0) return null;
  return { position: view.position, target: view.target };
}

export function shifted(point: Point, by: Point, sign: 1 | -1): Point {
  return [point[0] + sign * by[0], point[1] + sign * by[1], point[2] + sign * by[2]];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
