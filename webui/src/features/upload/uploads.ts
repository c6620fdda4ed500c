import { useSyncExternalStore } from 'react';
import { describe } from '../../api/errors.ts';
import { actOnTask, commitTask, createPartialTask, uploadUrl, type TaskDraft } from '../../api/tasks.ts';
import type { TaskId } from '../../api/types.ts';
import { refresh } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { announce } from '../../ui/toasts.tsx';
import { UploadQueue, usualSettings, type QueueProgress, type UploadFile } from './queue.ts';
import { SpeedMeter } from './speed.ts';
import { sendChunk } from './transport.ts';

export type UploadPhase = 'preparing' | 'sending' | 'finishing' | 'stopped';

export interface Upload {
  readonly id: number;
  readonly project: number;
  readonly name: string;
  /** The task on the server, as soon as it is there. */
  task: TaskId | null;
  phase: UploadPhase;
  progress: QueueProgress;
  /** Bytes a second, or null while too little is known. */
  speed: number | null;
  error: string | null;
}

interface Running extends Upload {
  draft: TaskDraft;
  files: UploadFile[];
  queue: UploadQueue | null;
  meter: SpeedMeter;
  cancelled: boolean;
}

const COMMIT_TRIES = 10;

let running: Running[] = [];
let shown: Upload[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** Uploads live outside the pages: they go on while the user looks around. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}

/** The share of a task's files that has arrived, when this page is the one that sends them; else null. */
export function useUploadShare(task: TaskId): number | null {
  const upload = useUploads().find((candidate) => candidate.task === task);
  if (!upload) return null;
  return upload.progress.bytesTotal > 0 ? upload.progress.bytesDone / upload.progress.bytesTotal : 0;
}

/** Creates the task, sends the files and starts processing. */
export function startUpload(project: number, draft: TaskDraft, files: UploadFile[]): void {
  const total = files.reduce((sum, file) => sum + file.blob.size, 0);
  const upload: Running = {
    id: nextId++,
    project,
    name: draft.name,
    phase: 'preparing',
    progress: { bytesDone: 0, bytesTotal: total, filesDone: 0, filesTotal: files.length, troubled: false, careful: false, failed: [] },
    speed: null,
    error: null,
    draft,
    files,
    task: null,
    queue: null,
    meter: new SpeedMeter(),
    cancelled: false,
  };
  running = [...running, upload];
  publish();
  void carryOut(upload);
}

/** Goes on after a failure, with what has not arrived yet. */
export function retryUpload(id: number): void {
  const upload = running.find((candidate) => candidate.id === id);
  if (upload?.phase === 'stopped') void carryOut(upload);
}

/** Stops sending and removes the unfinished task from the server. */
export async function cancelUpload(id: number): Promise<void> {
  const upload = running.find((candidate) => candidate.id === id);
  if (!upload) return;
  upload.cancelled = true;
  upload.queue?.cancel();
  if (upload.task !== null) await actOnTask(upload.project, upload.task, 'remove');
  drop(upload);
  refreshLists(upload.project);
}

async function carryOut(upload: Running): Promise<void> {
  upload.error = null;
  try {
    await create(upload);
    await sendFiles(upload);
    if (upload.cancelled) return;
    if (upload.progress.failed.length > 0) return stop(upload, t.upload.failedFiles(upload.progress.failed.length));
    await finish(upload);
  } catch (error) {
    if (!upload.cancelled) stop(upload, describe(error));
  }
}

async function create(upload: Running): Promise<void> {
  if (upload.task !== null) return;
  upload.phase = 'preparing';
  publish();
  const task = await createPartialTask(upload.project, upload.draft);
  upload.task = task.id;
  refreshLists(upload.project);
  if (upload.cancelled) await actOnTask(upload.project, task.id, 'remove');
}

async function sendFiles(upload: Running): Promise<void> {
  if (upload.cancelled || upload.task === null) return;
  upload.phase = 'sending';
  upload.queue ??= new UploadQueue(uploadUrl(upload.project, upload.task), upload.files, sendChunk, usualSettings, () => progressed(upload));
  publish();
  await upload.queue.run();
  progressed(upload);
}

async function finish(upload: Running): Promise<void> {
  if (upload.task === null) return;
  upload.phase = 'finishing';
  publish();
  for (let attempt = 1; ; attempt++) {
    try {
      await commitTask(upload.project, upload.task);
      break;
    } catch (error) {
      if (attempt >= COMMIT_TRIES || upload.cancelled) throw error;
      await usualSettings.pause(1000 * attempt, new AbortController().signal);
    }
  }
  announce(t.task.started(upload.name));
  drop(upload);
  refreshLists(upload.project);
}

function progressed(upload: Running): void {
  if (!upload.queue) return;
  upload.progress = upload.queue.progress();
  upload.speed = upload.meter.add(Date.now(), upload.progress.bytesDone);
  publishSoon();
}

function stop(upload: Running, error: string): void {
  upload.phase = 'stopped';
  upload.error = error;
  publish();
}

function drop(upload: Running): void {
  running = running.filter((candidate) => candidate !== upload);
  publish();
}

function refreshLists(project: number): void {
  void refresh(`tasks/${project}`);
  void refresh('projects?');
}

let scheduled = false;

/** Progress arrives many times a second; the page is told a few times. */
function publishSoon(): void {
  if (scheduled) return;
  scheduled = true;
  setTimeout(() => {
    scheduled = false;
    publish();
  }, 150);
}

function publish(): void {
  shown = running.map(({ id, project, name, task, phase, progress, speed, error }) => ({ id, project, name, task, phase, progress, speed, error }));
  for (const listener of listeners) listener();
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (running.length > 0) event.preventDefault();
}

if (typeof window !== 'undefined') window.addEventListener('beforeunload', askBeforeLeaving);
