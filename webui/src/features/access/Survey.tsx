import { contourPaths } from './contours.ts';

const WIDTH = 480;
const HEIGHT = 320;

/** A drawing of what the product does: contour lines under a flight with its camera positions. */
export function Survey() {
  return (
    <svg className="survey" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      <g className="survey-contours">
        {paths.map((path, index) => (
          <path key={index} d={path} className={index % 4 === 0 ? 'major' : ''} />
        ))}
      </g>
      <path className="survey-track" d={shots.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')} />
      <g className="survey-shots">
        {shots.map(([x, y], index) => (
          <circle key={index} cx={x} cy={y} r={index === NOW ? 6 : 3} className={index === NOW ? 'now' : ''} />
        ))}
      </g>
    </svg>
  );
}

const NOW = 17;

const shots: [number, number][] = [];
for (let row = 0; row < 4; row++) {
  for (let column = 0; column < 7; column++) shots.push([row % 2 === 0 ? 90 + column * 50 : 390 - column * 50, 70 + row * 60]);
}

/** Two hills, a hollow and a slope. */
function height(x: number, y: number): number {
  const hill = (cx: number, cy: number, wide: number, high: number, turn: number) => {
    const dx = (x - cx) * Math.cos(turn) + (y - cy) * Math.sin(turn);
    const dy = (y - cy) * Math.cos(turn) - (x - cx) * Math.sin(turn);
    return high * Math.exp(-(dx * dx) / (wide * wide) - (dy * dy) / (wide * wide * 0.45));
  };
  return hill(160, 170, 130, 1, 0.5) + hill(370, 95, 110, 0.8, -0.4) + hill(330, 290, 90, 0.45, 0.2) - hill(255, 210, 70, 0.25, 1) + x / 1500 - y / 1900;
}

const levels = Array.from({ length: 18 }, (_, index) => -0.1 + index * 0.07);
const paths = contourPaths(height, WIDTH, HEIGHT, 8, levels);
