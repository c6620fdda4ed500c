import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/errors.ts';
import type { JobState } from '../../api/exports.ts';
import { follow } from './follow.ts';
import { bodyOf, formatsOf, initialForm, problemsOf, takesColors, withLayer } from './form.ts';

describe('the form', () => {
  it('sends what was chosen and nothing else', () => {
    expect(bodyOf(initialForm('orthophoto'))).toEqual({ format: 'gtiff' });
    expect(bodyOf({ ...initialForm('orthophoto'), format: 'jpg', epsg: ' epsg:4326 ', formula: 'VARI', colorMap: 'viridis' })).toEqual({ format: 'jpg', epsg: 4326, formula: 'VARI', bands: 'auto', color_map: 'viridis' });
    expect(bodyOf({ ...initialForm('dsm'), formula: 'VARI', colorMap: 'viridis', resample: '2' })).toEqual({ format: 'gtiff' });
    expect(bodyOf({ ...initialForm('georeferenced_model'), resample: '0,5', epsg: '25832' })).toEqual({ format: 'laz', epsg: 25832, resample: 0.5 });
  });

  it('keeps to another layer what fits there', () => {
    const form = { ...initialForm('orthophoto'), format: 'kmz', epsg: '4326', formula: 'VARI' };
    expect(withLayer(form, 'dsm')).toMatchObject({ layer: 'dsm', format: 'kmz', epsg: '4326', formula: '' });
    expect(formatsOf('georeferenced_model')).toContain(withLayer(form, 'georeferenced_model').format);
  });

  it('asks for colours only where values become a picture', () => {
    expect(takesColors(initialForm('dsm'))).toBe(false);
    expect(takesColors({ ...initialForm('dsm'), format: 'png' })).toBe(true);
    expect(takesColors({ ...initialForm('orthophoto'), format: 'png' })).toBe(false);
    expect(takesColors({ ...initialForm('orthophoto'), format: 'png', formula: 'VARI' })).toBe(true);
  });

  it.each([['4326', false], ['EPSG:25832', false], ['', false], ['WGS84', true], ['12', true], ['4326.5', true], ['-4326', true]])('EPSG %s has a problem: %s', (epsg, bad) =>
    expect(Boolean(problemsOf({ ...initialForm('dsm'), epsg }).epsg)).toBe(bad));

  it('wants distances of 0 or more', () => {
    expect(problemsOf({ ...initialForm('georeferenced_model'), resample: '-1' }).resample).toBeDefined();
    expect(problemsOf({ ...initialForm('georeferenced_model'), resample: 'many' }).resample).toBeDefined();
    expect(problemsOf({ ...initialForm('georeferenced_model'), resample: '0.1' }).resample).toBeUndefined();
  });
});

describe('follow', () => {
  const run = async (answers: (JobState | Error)[], givenAfter = Infinity) => {
    const seen: [number | null, boolean][] = [];
    let pauses = 0;
    const result = follow({
      check: () => {
        const next = answers.shift();
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(next ?? { ready: false });
      },
      pause: () => (pauses++, Promise.resolve()),
      onProgress: (...state) => seen.push(state),
      given: () => pauses >= givenAfter,
    });
    return { done: await result, seen, pauses };
  };

  it('waits until the job is done', async () => {
    const { done, seen, pauses } = await run([{ ready: false }, { ready: false, progress: 50 }, { ready: true }]);
    expect({ done, seen, pauses }).toEqual({ done: true, seen: [[null, false], [0.5, false]], pauses: 2 });
  });

  it('outlives a server that does not answer for a while', async () => {
    const { done, seen } = await run([{ ready: false, progress: 20 }, new ApiError(0, 'gone'), new ApiError(502, 'gone'), { ready: true }]);
    expect(done).toBe(true);
    expect(seen).toEqual([[0.2, false], [0.2, true], [0.2, true]]);
  });

  it('tells of a job that failed', async () => {
    await expect(run([{ ready: false }, new ApiError(400, 'EPSG:1 is not known')])).rejects.toThrow('EPSG:1 is not known');
  });

  it('stops asking when nobody waits', async () => {
    expect((await run([], 3)).done).toBe(false);
  });
});
