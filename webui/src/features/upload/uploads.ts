import { useSyncExternalStore } from 'react';
import { ApiError, describe } from '../../api/errors.ts';
import type { TaskId } from '../../api/types.ts';
import { refresh } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { announce } from '../../ui/toasts.tsx';
import type { Destination, UploadJob } from './jobs.ts';
import { UploadQueue, usualSettings, type QueueProgress } from './queue.ts';
import { SpeedMeter } from './speed.ts';

export type UploadPhase = 'preparing' | 'sending' | 'finishing' | 'stopped';

export interface Upload {
  readonly id: number;
  readonly project: number;
  readonly name: string;
  /** The task on the server, as soon as it is there. */
  task: TaskId | null;
  readonly giveUpText: string;
  phase: UploadPhase;
  progress: QueueProgress;
  /** Bytes a second, or null while too little is known. */
  speed: number | null;
  error: string | null;
}

interface Running extends Upload {
  job: UploadJob;
  destination: Destination | null;
  queue: UploadQueue | null;
  meter: SpeedMeter;
  cancelled: boolean;
}

const FINISH_TRIES = 10;

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

/** Makes ready what receives the files, sends them, and does what comes after. */
export function startUpload(job: UploadJob): void {
  const upload: Running = {
    id: nextId++,
    project: job.project,
    name: job.name,
    task: null,
    giveUpText: job.giveUpText,
    phase: 'preparing',
    progress: nothingSent(job),
    speed: null,
    error: null,
    job,
    destination: null,
    queue: null,
    meter: new SpeedMeter(),
    cancelled: false,
  };
  running = [...running, upload];
  publish();
  void carryOut(upload);
}

function nothingSent(job: UploadJob): QueueProgress {
  const bytesTotal = job.files.reduce((sum, file) => sum + file.blob.size, 0);
  return { bytesDone: 0, bytesTotal, filesDone: 0, filesTotal: job.files.length, troubled: false, careful: false, failed: [] };
}

/** Goes on after a failure, with what has not arrived yet. */
export function retryUpload(id: number): void {
  const upload = running.find((candidate) => candidate.id === id);
  if (upload?.phase === 'stopped') void carryOut(upload);
}

/** Stops sending; what becomes of the files that have arrived is the job's to say. */
export async function cancelUpload(id: number): Promise<void> {
  const upload = running.find((candidate) => candidate.id === id);
  if (!upload) return;
  upload.cancelled = true;
  upload.queue?.cancel();
  if (upload.destination) await upload.job.giveUp(upload.destination);
  drop(upload);
  refreshLists(upload.project);
}

async function carryOut(upload: Running): Promise<void> {
  upload.error = null;
  try {
    await begin(upload);
    await sendFiles(upload);
    if (upload.cancelled) return;
    if (upload.progress.failed.length > 0) return stop(upload, refusalOf(upload));
    await finish(upload);
  } catch (error) {
    if (!upload.cancelled) stop(upload, describe(error));
  }
}

/** One file that was refused is named with the server's reason; of several, the number is told. */
function refusalOf(upload: Running): string {
  const reason = upload.queue?.lastRefusal() ?? null;
  return reason && upload.job.files.length === 1 ? reason : t.upload.failedFiles(upload.progress.failed.length);
}

async function begin(upload: Running): Promise<void> {
  if (upload.destination) return;
  upload.phase = 'preparing';
  publish();
  upload.destination = await upload.job.begin();
  upload.task = upload.destination.task;
  refreshLists(upload.project);
  if (upload.cancelled) await upload.job.giveUp(upload.destination);
}

async function sendFiles(upload: Running): Promise<void> {
  if (upload.cancelled || !upload.destination) return;
  const { url, send } = upload.destination;
  upload.phase = 'sending';
  upload.queue ??= new UploadQueue(url, upload.job.files, send, usualSettings, () => progressed(upload));
  publish();
  await upload.queue.run();
  progressed(upload);
}

async function finish(upload: Running): Promise<void> {
  if (!upload.destination) return;
  upload.phase = 'finishing';
  publish();
  const said = await finished(upload, upload.destination);
  announce(said);
  drop(upload);
  refreshLists(upload.project);
}

/** Tries again while the server cannot be reached or fails; what it refuses is not asked twice. */
async function finished(upload: Running, destination: Destination): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await upload.job.finish(destination);
    } catch (error) {
      const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
      if (refused && upload.job.allOrNothing) startOver(upload);
      if (refused || attempt >= FINISH_TRIES || upload.cancelled) throw error;
      await usualSettings.pause(1000 * attempt, new AbortController().signal);
    }
  }
}

function startOver(upload: Running): void {
  upload.destination = null;
  upload.queue = null;
  upload.progress = nothingSent(upload.job);
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
  shown = running.map(({ id, project, name, task, giveUpText, phase, progress, speed, error }) => ({ id, project, name, task, giveUpText, phase, progress, speed, error }));
  for (const listener of listeners) listener();
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (running.length > 0) event.preventDefault();
}

if (typeof window !== 'undefined') window.addEventListener('beforeunload', askBeforeLeaving);
