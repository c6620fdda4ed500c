import { describe, expect, it } from 'vitest';
import type { Task } from '../../api/types.ts';
import { adviceFor } from './advice.ts';
import { downloadEntries, inMenuOrder, publicDownloads } from './assets.ts';
import { Forecast, lastStage, PIPELINE, stageAt, stageOf } from './stages.ts';
import { stateOf } from './taskState.ts';

function task(fields: Partial<Task>): Task {
  return {
    id: 7, project: 3, processing_node: null, images_count: 4, available_assets: [], uuid: '', name: '', processing_time: -1, auto_processing_node: true,
    status: null, last_error: null, options: [], created_at: '2026-11-22T05:00:00Z', pending_action: null, ...fields,
  };
}

describe('stateOf', () => {
  it.each([
    [{}, 'Waiting for a node'],
    [{ auto_processing_node: false }, 'Set a processing node'],
    [{ partial: true }, 'Upload not finished'],
    [{ processing_node: 1 }, 'Sending images to the node'],
    [{ status: 10 }, 'Queued'],
    [{ status: 20 }, 'Running'],
    [{ status: 30 }, 'Failed'],
    [{ status: 40 }, 'Completed'],
    [{ status: 50 }, 'Canceled'],
    [{ status: 20, pending_action: 1 }, 'Canceling'],
    [{ status: 40, pending_action: 2 }, 'Deleting'],
    [{ status: 40, pending_action: 3 }, 'Restarting'],
    [{ pending_action: 4 }, 'Resizing images'],
    [{ status: 20, pending_action: 5 }, 'Importing'],
    [{ status: 40, pending_action: 6 }, 'Compacting'],
  ] as [Partial<Task>, string][])('%j is %s', (fields, label) => expect(stateOf(task(fields)).label).toBe(label));

  it('knows what goes on by itself', () => {
    expect([null, 10, 20, 30, 40, 50].map((status) => stateOf(task({ status })).active)).toEqual([true, true, true, false, false, false]);
    expect(stateOf(task({ partial: true })).active).toBe(false);
  });
});

describe('stages', () => {
  const lines = ['[INFO]    Running dataset stage', 'x', '[INFO]    Finished dataset stage', '[INFO]    Running opensfm stage', 'y'];

  it('finds the last one in the console', () => {
    expect(lastStage(lines)).toBe('opensfm');
    expect(lastStage(['nothing'])).toBeNull();
  });

  it('are told by the progress alone when the console is silent', () => {
    expect(stageAt(0)).toBe('dataset');
    // The middle of each stage, through the node's 90 % and the server's 85 %.
    PIPELINE.forEach(([name, end], index) => {
      const middle = (end + (PIPELINE[index - 1]?.[1] ?? 0)) / 2;
      expect(stageAt((middle / 100) * 0.9 * 0.85)).toBe(name);
    });
    expect(stageAt(0.84)).toBe('odm_postprocess');
  });

  it('says which of how many', () => {
    expect(stageOf(task({ status: 20, running_progress: 0.2 }), 'opensfm')).toEqual({ name: 'Finding camera positions', index: 2, count: 11, share: null });
    expect(stageOf(task({ status: 20, running_progress: 0.9 }), 'odm_postprocess')?.name).toBe('Fetching results');
    expect(stageOf(task({ status: 20, progress_detail: { stage: 'odm_dem', stage_index: 3, stage_count: 5, stage_progress: 0.4 } }), null)).toEqual({ name: 'Making elevation models', index: 3, count: 5, share: 0.4 });
    expect(stageOf(task({ status: 20, progress_detail: { stage: 'splats', title: 'Making splats' } }), null)).toEqual({ name: 'Making splats', index: null, count: 11, share: null });
  });
});

describe('Forecast', () => {
  it('is exact for steady work', () => {
    const forecast = new Forecast();
    for (let elapsed = 0; elapsed <= 300_000; elapsed += 3_000) forecast.add(elapsed, elapsed / 1_000_000);
    expect(forecast.secondsLeft()).toBeCloseTo(700, 6);
  });

  it('notices that work has become slower', () => {
    const forecast = new Forecast();
    for (let elapsed = 0; elapsed <= 300_000; elapsed += 3_000) forecast.add(elapsed, elapsed / 1_000_000);
    for (let elapsed = 303_000; elapsed <= 600_000; elapsed += 3_000) forecast.add(elapsed, 0.3 + (elapsed - 300_000) / 10_000_000);
    const overall = (0.67 / 0.33) * 600;
    expect(forecast.secondsLeft()).toBeGreaterThan(overall);
  });

  it('says nothing at first, and begins anew after a restart', () => {
    const forecast = new Forecast();
    forecast.add(5_000, 0.01);
    expect(forecast.secondsLeft()).toBeNull();
    forecast.add(500_000, 0.5);
    expect(forecast.secondsLeft()).not.toBeNull();
    forecast.add(1_000, 0);
    expect(forecast.secondsLeft()).toBeNull();
  });
});

describe('adviceFor', () => {
  it.each([
    ['Not enough memory', [], /memory/],
    ['Cannot process dataset', ['[INFO] x', 'Child returned 137'], /memory/],
    ['Cannot process dataset', ['[ERROR]   Failed to allocate memory'], /memory/],
    ['Cannot process dataset', ['0 partial reconstructions in total'], /overlap/],
    ['Unsupported CPU', [], /processor/],
    ['Processing failed (9)', ['all quiet'], /console/],
    [null, [], /console/],
  ] as [string | null, string[], RegExp][])('%s with %j', (error, lines, advice) => expect(adviceFor(error, lines)).toMatch(advice));
});

describe('downloads', () => {
  it('keep the order of the menu, and end with everything', () => {
    const assets = ['all.zip', 'report.pdf', 'dsm.tif', 'unknown.bin', 'textured_model.zip', 'dtm.tif', 'georeferenced_model.laz', 'orthophoto.tif'];
    expect(inMenuOrder(assets)).toEqual(['orthophoto.tif', 'dtm.tif', 'dsm.tif', 'georeferenced_model.laz', 'textured_model.zip', 'report.pdf', 'unknown.bin']);
    const entries = downloadEntries(task({ available_assets: assets }));
    expect(entries.slice(-2).map((entry) => entry.id)).toEqual(['all.zip', 'backup']);
    expect(entries[0]?.href).toBe('/api/projects/3/tasks/7/download/orthophoto.tif');
  });

  it('keep photos from strangers, and what a crop has cut away', () => {
    const available_assets = ['all.zip', 'dsm.tif'];
    expect(publicDownloads(task({ available_assets })).map((entry) => entry.id)).toEqual(['dsm.tif', 'all.zip']);
    expect(publicDownloads(task({ available_assets, crop: { type: 'Polygon' } })).map((entry) => entry.id)).toEqual(['dsm.tif']);
  });
});
