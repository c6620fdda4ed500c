import { useEffect, useState } from 'react';
import type { Task } from '../../api/types.ts';
import { readConsoleTail } from '../../api/tasks.ts';
import { useServerData } from '../../data/query.ts';
import { Forecast, lastStage, stageOf, type StageProgress } from './stages.ts';
import { isProcessing } from './taskState.ts';

export interface TaskProgress {
  stage: StageProgress | null;
  secondsLeft: number | null;
}

const forecasts = new Map<string, Forecast>();

const TAIL = 300;
const POLL = 5_000;

/** Stage and time left of a running task; looks at the end of the console when the server does not tell the stage. */
export function useTaskProgress(task: Task): TaskProgress {
  const running = isProcessing(task);
  const looks = running && !task.progress_detail?.stage;
  const stage = useStageInConsole(task, looks);
  if (!running) return { stage: null, secondsLeft: null };
  const forecast = forecastOf(task);
  forecast.add(task.processing_time, task.running_progress ?? 0);
  return { stage: stageOf(task, stage), secondsLeft: task.progress_detail?.seconds_left ?? forecast.secondsLeft() };
}

/** A stage that prints much pushes its own heading out of the last lines: the one seen before then still holds. */
function useStageInConsole(task: Task, looks: boolean): string | null {
  const { data } = useServerData(
    looks ? `stage/${task.project}/${task.id}` : 'stage',
    (signal) => (looks ? readConsoleTail(task.project, task.id, TAIL, signal) : Promise.resolve({ lines: [], count: 0 })),
    looks ? POLL : 0,
  );
  const [seen, setSeen] = useState<string | null>(null);
  const found = lastStage(data?.lines ?? []);
  const next = looks ? (found ?? seen) : null;
  if (next !== seen) setSeen(next);
  return next;
}

/** The processing time in milliseconds, ticking between two answers of the server while the task runs. */
export function useElapsed(task: Task): number {
  const running = isProcessing(task) && task.processing_time >= 0;
  const [base, setBase] = useState({ time: task.processing_time, at: Date.now() });
  const [, tick] = useState(0);
  if (base.time !== task.processing_time) setBase({ time: task.processing_time, at: Date.now() });
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [running]);
  if (task.processing_time < 0 || !running) return task.processing_time;
  return base.time + Math.min(Date.now() - base.at, 60_000);
}

function forecastOf(task: Task): Forecast {
  const key = `${task.project}/${task.id}`;
  let forecast = forecasts.get(key);
  if (!forecast) {
    forecast = new Forecast();
    forecasts.set(key, forecast);
  }
  return forecast;
}
