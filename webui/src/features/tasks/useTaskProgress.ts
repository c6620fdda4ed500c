import { useEffect, useState } from 'react';
import type { Task } from '../../api/types.ts';
import { useConsole } from '../console/feed.ts';
import { Forecast, lastStage, stageOf, type StageProgress } from './stages.ts';
import { isProcessing } from './taskState.ts';

export interface TaskProgress {
  stage: StageProgress | null;
  secondsLeft: number | null;
}

const forecasts = new Map<string, Forecast>();

/** Stage and time left of a running task; asks for the console of running tasks only. */
export function useTaskProgress(task: Task): TaskProgress {
  const running = isProcessing(task);
  const needsConsole = running && !task.progress_detail?.stage;
  const console = useConsole(task.project, task.id, needsConsole, needsConsole);
  if (!running) return { stage: null, secondsLeft: null };
  const forecast = forecastOf(task);
  forecast.add(task.processing_time, task.running_progress ?? 0);
  return {
    stage: stageOf(task, lastStage(console.lines)),
    secondsLeft: task.progress_detail?.seconds_left ?? forecast.secondsLeft(),
  };
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
