import type { Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';

export interface StageProgress {
  name: string;
  /** 1-based place in the pipeline, or null outside it. */
  index: number | null;
  count: number;
  /** The share done of this stage, when the server tells. */
  share: number | null;
}

/** The pipeline in order, and the percent of the whole that is done when each stage ends. */
export const PIPELINE: readonly (readonly [name: string, percentAtEnd: number])[] = [
  ['dataset', 5],
  ['opensfm', 25],
  ['openmvs', 50],
  ['odm_filterpoints', 52],
  ['odm_meshing', 60],
  ['mvs_texturing', 70],
  ['odm_georeferencing', 80],
  ['odm_dem', 90],
  ['odm_orthophoto', 98],
  ['odm_report', 99],
  ['odm_postprocess', 100],
];

/** The share of `running_progress` that belongs to the node; the rest is fetching the results. */
const NODE_SHARE = 0.85;

const running = /Running (\w+) stage/;

/** The stage named last in the console, or null. Reads from the end, so a long console costs little. */
export function lastStage(lines: readonly string[]): string | null {
  for (let index = lines.length - 1; index >= 0; index--) {
    const match = running.exec(lines[index] ?? '');
    if (match?.[1]) return match[1];
  }
  return null;
}

/** The share of the node's progress that belongs to the engine; the rest is packing the results. */
const ENGINE_SHARE = 0.9;

/** The stage that the progress alone tells. */
export function stageAt(runningProgress: number): string {
  const percent = (runningProgress / NODE_SHARE / ENGINE_SHARE) * 100;
  return PIPELINE.find(([, end]) => percent < end)?.[0] ?? 'odm_postprocess';
}

/** The stage at work: what the server says, else the console's last one, else what the progress tells. */
export function stageOf(task: Task, stageInConsole: string | null): StageProgress {
  const detail = task.progress_detail;
  if (detail?.stage) {
    const known = named(detail.stage, detail.title ?? detail.stage);
    return { ...known, index: detail.stage_index ?? known.index, count: detail.stage_count ?? known.count, share: detail.stage_progress ?? null };
  }
  if ((task.running_progress ?? 0) >= NODE_SHARE) return { name: t.task.fetching, index: null, count: PIPELINE.length, share: null };
  const stage = stageInConsole ?? stageAt(task.running_progress ?? 0);
  return named(stage, stage);
}

function named(stage: string, otherwise: string): StageProgress {
  const place = PIPELINE.findIndex(([name]) => name === stage);
  return { name: t.task.stages[stage] ?? otherwise, index: place >= 0 ? place + 1 : null, count: PIPELINE.length, share: null };
}

interface Sample {
  elapsed: number;
  share: number;
}

/**
 * Forecasts the time left from the pace so far, weighed with the pace of the last minutes. Each run of each task keeps
 * its own samples; a progress that falls begins anew.
 */
export class Forecast {
  private samples: Sample[] = [];

  add(elapsedMilliseconds: number, share: number): void {
    const last = this.samples.at(-1);
    if (last && (share < last.share || elapsedMilliseconds < last.elapsed)) this.samples = [];
    if (last && this.samples.length > 0 && elapsedMilliseconds - last.elapsed < 2000) return;
    this.samples.push({ elapsed: elapsedMilliseconds, share });
    if (this.samples.length > 120) this.samples.shift();
  }

  /** Seconds left, or null while too little is known. */
  secondsLeft(): number | null {
    const last = this.samples.at(-1);
    if (!last || last.share < 0.04 || last.share >= 1 || last.elapsed < 15_000) return null;
    const overall = last.share / last.elapsed;
    const first = this.samples.find((sample) => last.elapsed - sample.elapsed <= 180_000) ?? last;
    const span = last.elapsed - first.elapsed;
    const recent = span >= 30_000 ? (last.share - first.share) / span : overall;
    const pace = recent > 0 ? (overall + recent) / 2 : overall / 2;
    return (1 - last.share) / pace / 1000;
  }
}
