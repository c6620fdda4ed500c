import { formatLength } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { announce } from '../../ui/toasts.tsx';
import { toUtm } from './utm.ts';

export interface Position {
  center: [number, number];
  metresPerPixel: number;
}

const LONGEST_BAR = 120;

/** Position under the pointer (or of the middle, on touch and by keyboard) and the scale. */
export function Readout({ pointer, ground }: { pointer: [number, number] | null; ground: Position }) {
  const [longitude, latitude] = pointer ?? ground.center;
  const degrees = `${latitude.toFixed(7)}, ${longitude.toFixed(7)}`;
  const utm = toUtm(longitude, latitude);
  return (
    <div className="map-foot">
      <div className="map-card readout" role="group" aria-label={t.map.coordinates}>
        <div className="readout-text">
          <span>{degrees}</span>
          {utm && <span className="readout-utm">{`${t.map.zone(utm.zone, utm.south)} ${utm.easting.toFixed(2)} E ${utm.northing.toFixed(2)} N`}</span>}
        </div>
        <IconButton icon="copy" small label={t.map.copyPosition} onPress={() => copy(degrees)} />
      </div>
      <ScaleBar metresPerPixel={ground.metresPerPixel} />
    </div>
  );
}

function copy(text: string): void {
  navigator.clipboard?.writeText(text).then(
    () => announce(t.task.copied),
    () => undefined,
  );
}

function ScaleBar({ metresPerPixel }: { metresPerPixel: number }) {
  const most = LONGEST_BAR * metresPerPixel;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= most) ?? power;
  return (
    <div className="map-card scale" style={{ '--bar': `${metres / metresPerPixel}px` } as React.CSSProperties}>
      <span className="scale-bar" />
      <span className="tabular">{formatLength(metres)}</span>
    </div>
  );
}
