import { describe, expect, it } from 'vitest';
import { formatAgo, formatArea, formatBytes, formatDuration, formatLength, formatPercent, formatTimeLeft } from './format.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('formats', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1_540_000, '1.5 MB'],
    [999_999, '1 MB'],
    [12_000_000_000, '12 GB'],
    [432_600_000, '433 MB'],
  ])('%d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0, '0 s'],
    [59.4 * second, '59 s'],
    [59.6 * second, '1 min 0 s'],
    [12 * minute + 34 * second, '12 min 34 s'],
    [2 * hour, '2 h'],
    [2 * hour + 5 * minute, '2 h 5 min'],
    [49 * hour, '2 d 1 h'],
    [-5, '0 s'],
  ])('%d ms as %s', (time, text) => expect(formatDuration(time)).toBe(text));

  it.each([
    [20, 'less than a minute'],
    [61, 'about 1 min'],
    [1500, 'about 25 min'],
    [3540, 'about 59 min'],
    [7400, 'about 2 h 5 min'],
  ])('%d s left as %s', (time, text) => expect(formatTimeLeft(time)).toBe(text));

  it.each([
    [12.345, '12.35 m²'],
    [2146.4, '2,146 m²'],
    [21_460, '2.15 ha'],
    [12_345_678, '12.35 km²'],
  ])('%d m² as %s', (area, text) => expect(formatArea(area)).toBe(text));

  it.each([
    [5.126, '5.13 m'],
    [512.34, '512 m'],
    [1234.5, '1.235 km'],
  ])('%d m as %s', (length, text) => expect(formatLength(length)).toBe(text));

  it('never shows 100% before the end', () => {
    expect(formatPercent(0.9999)).toBe('99%');
    expect(formatPercent(1)).toBe('100%');
    expect(formatPercent(0.29)).toBe('29%');
    expect(formatPercent(-1)).toBe('0%');
  });

  it('says how long ago', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(formatAgo('2026-11-22T11:59:40Z', now)).toBe('just now');
    expect(formatAgo('2026-11-22T11:30:00Z', now)).toBe('30 minutes ago');
    expect(formatAgo('2026-11-20T12:00:00Z', now)).toBe('2 days ago');
    expect(formatAgo('2026-01-05T12:00:00Z', now)).toMatch(/Jan 5, 2026/);
    expect(formatAgo('nonsense', now)).toBe('nonsense');
  });
});
