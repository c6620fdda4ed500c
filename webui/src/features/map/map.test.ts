import { describe, expect, it } from 'vitest';
import type { LayerMetadata, Task } from '../../api/types.ts';
import { firstLayer, gradientOf, heightRange, layersOf, tileAddress, unionBounds, type MapSource } from './layers.ts';
import { histogramPath, joinHistograms } from './histogram.ts';
import { hiddenAtFirst, overlap } from './overlap.ts';
import { toUtm, utmZone } from './utm.ts';

// Held against PROJ (gdaltransform from WGS 84 to the zone's EPSG code).
describe('toUtm', () => {
  it.each([
    [-91.9935128, 46.8415105, 15, false, 576744.49779618, 5188043.72401119],
    [151.2153, -33.8568, 56, true, 334900.569652264, 6252288.75288829],
    [5.3221, 60.3913, 32, false, 297353.932729151, 6700648.34523174],
    [15.6356, 78.2232, 33, false, 514481.484890426, 8683357.65618108],
    [-0.0014, 51.4778, 30, false, 708220.893118647, 5707224.82711278],
    [-179.9, -16.5, 1, true, 190396.168988794, 8173529.42073779],
  ])('%d, %d', (longitude, latitude, zone, south, easting, northing) => {
    const utm = toUtm(longitude, latitude);
    expect(utm).toMatchObject({ zone, south });
    // Four terms of the series leave less than a millimetre within a zone; zone 32 is wider near Bergen.
    expect(Math.abs((utm?.easting ?? 0) - easting)).toBeLessThan(0.001);
    expect(Math.abs((utm?.northing ?? 0) - northing)).toBeLessThan(0.001);
  });

  it('has no answer near the poles', () => {
    expect(toUtm(0, 85)).toBeNull();
    expect(toUtm(0, -81)).toBeNull();
  });

  it.each([[180, 0, 60], [-180, 0, 1], [8, 60, 32], [10, 75, 33], [35, 75, 37], [2.9, 60, 31]])('zone of %d, %d is %d', (longitude, latitude, zone) => expect(utmZone(longitude, latitude)).toBe(zone));
});

describe('layers', () => {
  const task = { id: 7, project: 3, processing_time: 500, available_assets: ['dtm.tif', 'orthophoto.tif', 'all.zip'] } as unknown as Task;
  const metadata = { statistics: { '1': { min: 180, max: 215, percentiles: [182, 210] } }, color_maps: [{ key: 'viridis', label: 'Viridis', color_map: [0x440154ff, 0xfde725ff] }] } as unknown as LayerMetadata;
  const source = { key: '7/dtm', task, layer: 'dtm', metadata, tiles: { scheme: 'xyz', tiles: ['/api/t/{z}/{x}/{y}.png'], minzoom: 1, maxzoom: 2, bounds: [0, 0, 1, 1], name: '' } } as MapSource;

  it('come in the usual order, and the address may ask for another first', () => {
    expect(layersOf(task)).toEqual(['orthophoto', 'dtm']);
    expect(firstLayer(['orthophoto', 'dtm'], null)).toBe('orthophoto');
    expect(firstLayer(['orthophoto', 'dtm'], 'dtm')).toBe('dtm');
    expect(firstLayer(['orthophoto', 'dtm'], 'dsm')).toBe('orthophoto');
    expect(firstLayer([], null)).toBeNull();
  });

  it('take their heights from the statistics', () => {
    expect(heightRange(metadata)).toEqual([180, 215]);
    expect(heightRange(null)).toEqual([0, 100]);
    const flat = { ...metadata, statistics: { '1': { min: 5, max: 5, percentiles: [5, 5] as [number, number] } } };
    expect(heightRange(flat)).toEqual([4.5, 5.5]);
  });

  it('put style and run into the tile address, the same for the same run', () => {
    const style = { colorMap: 'viridis', low: 180, high: 215, hillshade: 'normal' as const };
    const address = tileAddress(source, style);
    const query = new URLSearchParams(address.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({ rescale: '180,215', color_map: 'viridis', hillshade: '1', scheme: 'xyz', v: '500' });
    expect(address.startsWith('/api/t/{z}/{x}/{y}.png?')).toBe(true);
    expect(tileAddress(source, style)).toBe(address);
    expect(tileAddress(source, { ...style, hillshade: 'none' })).not.toContain('hillshade');
  });

  it('draw a legend from the colour map', () => {
    expect(gradientOf(metadata, 'viridis')).toBe('linear-gradient(to right, rgb(68 1 84), rgb(253 231 37))');
    expect(gradientOf(metadata, 'unknown')).toBeNull();
  });

  it('are zoomed to together', () => {
    expect(unionBounds([[0, 0, 1, 1], [-1, 0.5, 0.5, 3]])).toEqual([-1, 0, 1, 3]);
    expect(unionBounds([])).toBeNull();
  });
});

describe('overlap', () => {
  it('is common over joint area', () => {
    expect(overlap([0, 0, 2, 2], [1, 1, 3, 3])).toBeCloseTo(1 / 7);
    expect(overlap([0, 0, 1, 1], [2, 2, 3, 3])).toBe(0);
    expect(overlap([0, 0, 1, 1], [0, 0, 1, 1])).toBe(1);
  });

  it('hides older surveys of the same place', () => {
    expect(hiddenAtFirst([[0, 0, 1, 1], [0, 0, 1, 1.1], [5, 5, 6, 6]])).toEqual([false, true, false]);
  });
});

describe('histograms', () => {
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

  it('keep their sum when bins are cut differently and joined', () => {
    const joint = joinHistograms([[[3, 0, 7, 2], [0, 1.5, 3, 4.5, 6]], [[10], [2, 4]]], 0, 6, 5);
    expect(sum(joint)).toBeCloseTo(22, 10);
    // By hand: bins of 1.2. The first takes 1.2 of the 1.5 that hold 3; the second the rest and 0.4 of the 2 that hold 10.
    expect(joint[0]).toBeCloseTo(2.4, 10);
    expect(joint[1]).toBeCloseTo(0.6 + 2, 10);
  });

  it('leave out what lies beyond the range', () => {
    expect(sum(joinHistograms([[[8], [0, 4]]], 1, 3, 4))).toBeCloseTo(4, 10);
    expect(joinHistograms([[[8], [0, 4]]], 5, 5, 3)).toEqual([0, 0, 0]);
  });

  it('reach from the floor to the top', () => {
    expect(histogramPath([4, 1], 10, 8)).toBe('M0 8L0.0 0.0L5.0 0.0L5.0 4.0L10.0 4.0L10 8Z');
  });
});
