import { expect, it } from 'vitest';
import { SpeedMeter } from './speed.ts';

it('measures the speed of the last seconds, not of the whole', () => {
  const meter = new SpeedMeter();
  expect(meter.add(0, 0)).toBeNull();
  expect(meter.add(1000, 1_000_000)).toBeNull();
  expect(meter.add(2000, 2_000_000)).toBeCloseTo(1_000_000);
  for (let second = 3; second <= 30; second++) meter.add(second * 1000, 2_000_000 + (second - 2) * 100_000);
  expect(meter.add(31_000, 2_000_000 + 29 * 100_000)).toBeCloseTo(100_000);
});

it('is never negative when a file begins again', () => {
  const meter = new SpeedMeter();
  meter.add(0, 500);
  expect(meter.add(3000, 100)).toBe(0);
});
