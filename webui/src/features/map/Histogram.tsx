import type { BandStatistics } from '../../api/types.ts';
import { histogramPath, joinHistograms } from './histogram.ts';

const WIDTH = 256;
const HEIGHT = 48;

/** How much of the ground lies at each height, over the range of the slider below it. Decoration: the numbers are beside it. */
export function Histogram({ bands, from, to, low, high }: { bands: readonly BandStatistics[]; from: number; to: number; low: number; high: number }) {
  const joint = joinHistograms(bands.flatMap((band) => (band.histogram ? [band.histogram] : [])), from, to, 64);
  if (joint.every((count) => count === 0)) return null;
  const x = (value: number) => ((value - from) / (to - from)) * WIDTH;
  return (
    <svg className="histogram" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={histogramPath(joint, WIDTH, HEIGHT)} />
      <rect className="outside" x={0} y={0} width={Math.max(0, x(low))} height={HEIGHT} />
      <rect className="outside" x={x(high)} y={0} width={Math.max(0, WIDTH - x(high))} height={HEIGHT} />
    </svg>
  );
}
