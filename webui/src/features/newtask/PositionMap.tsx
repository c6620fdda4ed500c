import { useMemo } from 'react';
import { formatLength } from '../../format/format.ts';
import { t } from '../../messages/index.ts';

export interface Shot {
  name: string;
  latitude: number;
  longitude: number;
  taken: string | null;
}

const WIDTH = 640;
const HEIGHT = 360;
const MARGIN = 36;
const MOST = 10_000;

/** Where the photos were taken: a dot each, and the way between them when all have a time. No map data is fetched. */
export function PositionMap({ shots, complete }: { shots: readonly Shot[]; complete: boolean }) {
  const drawn = useMemo(() => draw(shots, complete), [shots, complete]);
  if (!drawn) return null;
  return (
    <figure className="positions">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${t.newTask.preview}: ${t.newTask.withPosition(shots.length)}`}>
        <defs>
          <pattern id="positions-grid" width="32" height="32" patternUnits="userSpaceOnUse">
            <path d="M32 0H0V32" className="positions-grid" />
          </pattern>
        </defs>
        <rect width={WIDTH} height={HEIGHT} fill="url(#positions-grid)" />
        {drawn.track && <path className="positions-track" d={drawn.track} />}
        {drawn.dots.map((dot) => (
          <circle key={dot.name} cx={dot.x} cy={dot.y} r={drawn.radius} className="positions-dot">
            <title>{dot.name}</title>
          </circle>
        ))}
        <g className="positions-scale" transform={`translate(${MARGIN - 16} ${HEIGHT - 18})`}>
          <path d={`M0 -5V0H${drawn.bar.width}V-5`} />
          <text x={drawn.bar.width + 8} y="1">
            {drawn.bar.label}
          </text>
        </g>
      </svg>
      {shots.length > MOST && <figcaption className="muted">{t.newTask.previewNote(MOST, shots.length)}</figcaption>}
    </figure>
  );
}

interface Drawing {
  dots: { name: string; x: number; y: number }[];
  track: string | null;
  radius: number;
  bar: { width: number; label: string };
}

/** Lays the positions out in Web Mercator, which keeps directions and, over a flight's few kilometres, shapes. */
function draw(shots: readonly Shot[], complete: boolean): Drawing | null {
  if (shots.length === 0) return null;
  const places = shots.map((shot) => ({ ...shot, mx: mercatorX(shot.longitude), my: mercatorY(shot.latitude) }));
  const west = fold(places.map((place) => place.mx), Math.min);
  const east = fold(places.map((place) => place.mx), Math.max);
  const north = fold(places.map((place) => place.my), Math.min);
  const south = fold(places.map((place) => place.my), Math.max);
  // A single place still gets some ground around it: about 40 m.
  const least = 1e-6;
  const scale = Math.min((WIDTH - 2 * MARGIN) / Math.max(east - west, least), (HEIGHT - 2 * MARGIN) / Math.max(south - north, least));
  const x = (mx: number) => WIDTH / 2 + (mx - (west + east) / 2) * scale;
  const y = (my: number) => HEIGHT / 2 + (my - (north + south) / 2) * scale;
  const step = Math.max(1, places.length / MOST);
  const dots: Drawing['dots'] = [];
  for (let index = 0; index < places.length; index += step) {
    const place = places[Math.floor(index)];
    if (place) dots.push({ name: place.name, x: x(place.mx), y: y(place.my) });
  }
  const timed = complete && places.length > 1 && places.every((place) => place.taken !== null);
  const inOrder = timed ? [...places].sort((a, b) => (a.taken ?? '').localeCompare(b.taken ?? '') || a.name.localeCompare(b.name)) : [];
  const track = timed ? inOrder.map((place, index) => `${index === 0 ? 'M' : 'L'}${x(place.mx).toFixed(1)} ${y(place.my).toFixed(1)}`).join('') : null;
  const latitude = (shots[0]?.latitude ?? 0) * (Math.PI / 180);
  const metresPerUnit = (40_075_016.686 * Math.cos(latitude)) / scale;
  return { dots, track, radius: places.length > 400 ? 2.5 : 4, bar: scaleBar(metresPerUnit) };
}

/** Spreading a very long array into Math.min would overflow the stack; folding does not. */
function fold(values: readonly number[], pick: (a: number, b: number) => number): number {
  return values.reduce((a, b) => pick(a, b));
}

function mercatorX(longitude: number): number {
  return (longitude + 180) / 360;
}

function mercatorY(latitude: number): number {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** The longest round length that takes at most a fifth of the width. */
function scaleBar(metresPerUnit: number): { width: number; label: string } {
  const most = (WIDTH / 5) * metresPerUnit;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  return { width: metres / metresPerUnit, label: formatLength(metres) };
}
