import type { ReactNode } from 'react';
import { t } from '../../messages/index.ts';
import { Mark } from '../../ui/icons.tsx';

/** The page around signing in: the form, and beside it a drawing of what the product does. */
export function AccessFrame({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="access">
      <main className="access-main">
        <div className="access-form">
          <div className="access-brand">
            <Mark size={36} />
            <span>{t.app.name}</span>
          </div>
          <h1>{title}</h1>
          <p className="access-text">{text}</p>
          {children}
        </div>
      </main>
      <div className="access-side">
        <Survey />
        <p className="access-tagline">{t.app.tagline}</p>
        <ul className="access-points">
          {t.access.points.map(([head, body]) => (
            <li key={head}>
              <strong>{head}</strong>
              <span>{body}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Contour lines under a flight path with its camera positions. */
function Survey() {
  return (
    <svg className="survey" viewBox="0 0 480 320" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      <g className="survey-contours">
        {contours.map((path, index) => (
          <path key={index} d={path} className={index % 4 === 0 ? 'major' : ''} />
        ))}
      </g>
      <path className="survey-track" d={track.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')} />
      <g className="survey-shots">
        {track.map(([x, y], index) => (
          <circle key={index} cx={x} cy={y} r={index === 16 ? 6 : 3.2} className={index === 16 ? 'now' : ''} />
        ))}
      </g>
    </svg>
  );
}

const track: [number, number][] = [];
for (let row = 0; row < 4; row++) {
  for (let column = 0; column < 7; column++) {
    const x = row % 2 === 0 ? 90 + column * 50 : 390 - column * 50;
    track.push([x, 70 + row * 60]);
  }
}

/** Closed curves around two summits, each a circle bent by three waves. */
const contours: string[] = [];
for (const [cx, cy, size, turn] of [
  [170, 180, 22, 0.4],
  [355, 110, 18, 1.9],
] as const) {
  for (let level = 1; level <= 11; level++) {
    const points: string[] = [];
    for (let step = 0; step < 72; step++) {
      const angle = (step / 72) * 2 * Math.PI;
      const bend = 1 + 0.16 * Math.sin(2 * angle + turn) + 0.09 * Math.sin(3 * angle - turn * 2) + 0.04 * Math.cos(5 * angle + level * 0.3);
      const radius = size * level * bend;
      points.push(`${(cx + radius * 1.15 * Math.cos(angle)).toFixed(1)} ${(cy + radius * 0.8 * Math.sin(angle)).toFixed(1)}`);
    }
    contours.push(`M${points.join('L')}Z`);
  }
}
