import { useSyncExternalStore } from 'react';
import { describe } from '../../api/errors.ts';
import { checkJob, jobFileUrl, type ExportAnswer } from '../../api/exports.ts';
import { follow } from './follow.ts';

export interface RunningExport {
  /** The server's name of the job. */
  readonly id: string;
  readonly filename: string;
  phase: 'running' | 'ready' | 'failed';
  share: number | null;
  /** True while the server does not answer. */
  lost: boolean;
  /** True when the download began by itself. */
  begun: boolean;
  error: string | null;
}

const PAUSE = 2_000;
const KEY = 'nadir.exports';

let running: RunningExport[] = [];
const listeners = new Set<() => void>();

/** Exports live outside the pages, and are found again when the page was loaded anew. */
export function useExports(): readonly RunningExport[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => running,
  );
}

/** Takes the file when it is there, or waits for it. */
export function awaitExport(answer: ExportAnswer): void {
  if ('url' in answer) return download(answer.url);
  watch(answer.celery_task_id, answer.filename, true);
}

export function exportHref({ id, filename }: RunningExport): string {
  return jobFileUrl(id, filename);
}

export function dismissExport(id: string): void {
  publish(running.filter((other) => other.id !== id));
}

/** @param byItself whether the download begins when it is ready; after a reload the person starts it */
function watch(id: string, filename: string, byItself: boolean): void {
  publish([...running.filter((other) => other.id !== id), { id, filename, phase: 'running', share: null, lost: false, begun: false, error: null }]);
  follow({
    check: () => checkJob(id),
    pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE)),
    onProgress: (share, lost) => change(id, { share, lost }),
    given: () => !running.some((other) => other.id === id),
  }).then(
    (done) => {
      if (!done) return;
      change(id, { phase: 'ready', share: 1, lost: false, begun: byItself });
      if (byItself) download(jobFileUrl(id, filename));
    },
    (error: unknown) => change(id, { phase: 'failed', error: describe(error), lost: false }),
  );
}

function change(id: string, fields: Partial<RunningExport>): void {
  publish(running.map((other) => (other.id === id ? { ...other, ...fields } : other)));
}

function publish(next: RunningExport[]): void {
  running = next;
  keep();
  for (const listener of listeners) listener();
}

function download(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}

function keep(): void {
  try {
    const open = running.filter((one) => one.phase !== 'failed' && !one.begun).map(({ id, filename }) => ({ id, filename }));
    sessionStorage.setItem(KEY, JSON.stringify(open));
  } catch {
    // Then a reload forgets them; the files can be exported again.
  }
}

function findAgain(): void {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as { id: string; filename: string }[];
    for (const { id, filename } of kept) watch(id, filename, false);
  } catch {
    // Nothing was kept.
  }
}

if (typeof window !== 'undefined') findAgain();
