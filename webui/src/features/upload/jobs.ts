import { commitProducts, importUrl, initProducts, productsUrl } from '../../api/imports.ts';
import { actOnTask, commitTask, createPartialTask, uploadUrl, type TaskDraft } from '../../api/tasks.ts';
import type { Task, TaskId } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { displayName } from '../tasks/taskState.ts';
import { forgetUpload, rememberUpload } from './manifest.ts';
import type { UploadFile } from './queue.ts';
import { sendChunk, sendingWith, type SendChunk } from './transport.ts';

/** Where files go. */
export interface Destination {
  url: string;
  send: SendChunk;
  /** The task that they are for, when it is there already. */
  task: TaskId | null;
}

/** What is done around the sending of files. */
export interface UploadJob {
  readonly project: number;
  readonly name: string;
  readonly files: UploadFile[];
  /** True when the server keeps nothing after a refusal at the end, so that everything must be sent again. */
  readonly allOrNothing: boolean;
  /** What giving up means, in words. */
  readonly giveUpText: string;
  begin(): Promise<Destination>;
  /** Called when all files are there; says what has happened. */
  finish(destination: Destination): Promise<string>;
  giveUp(destination: Destination): Promise<void>;
}

/** A new task: made first, filled, then started. */
export function newTask(project: number, draft: TaskDraft, files: UploadFile[]): UploadJob {
  return {
    project,
    name: draft.name,
    files,
    allOrNothing: false,
    giveUpText: t.upload.cancelText(draft.name),
    async begin() {
      const task = await createPartialTask(project, draft);
      rememberUpload(task, files.length);
      return { url: uploadUrl(project, task.id), send: sendChunk, task: task.id };
    },
    finish: (destination) => start(project, destination, draft.name),
    async giveUp({ task }) {
      if (task === null) return;
      await actOnTask(project, task, 'remove');
      forgetUpload(task);
    },
  };
}

/** The rest of a task whose upload broke off. To give up leaves it as it is. */
export function restOf(task: Task, files: UploadFile[]): UploadJob {
  const name = displayName(task);
  return {
    project: task.project,
    name,
    files,
    allOrNothing: false,
    giveUpText: t.upload.pauseText(name),
    begin: () => Promise.resolve({ url: uploadUrl(task.project, task.id), send: sendChunk, task: task.id }),
    finish: (destination) => start(task.project, destination, name),
    giveUp: () => Promise.resolve(),
  };
}

async function start(project: number, { task }: Destination, name: string): Promise<string> {
  if (task === null) throw new Error(t.errors.unknown);
  await commitTask(project, task);
  forgetUpload(task);
  return t.task.started(name);
}

/** An archive of results or a backup, in one file; the last chunk makes the task. */
export function archiveImport(project: number, name: string, file: File): UploadJob {
  return {
    project,
    name,
    files: [{ name: file.name, blob: file, part: 'file' }],
    allOrNothing: true,
    giveUpText: t.imports.cancelText,
    begin: () => Promise.resolve({ url: importUrl(project), send: sendingWith({ name }), task: null }),
    finish: () => Promise.resolve(t.imports.begun(name)),
    giveUp: () => Promise.resolve(),
  };
}

/** Products made elsewhere, each under the name of its kind. */
export function productImport(project: number, name: string, files: UploadFile[]): UploadJob {
  let staged = '';
  return {
    project,
    name,
    files,
    allOrNothing: true,
    giveUpText: t.imports.cancelText,
    async begin() {
      staged = await initProducts(project);
      return { url: productsUrl(project), send: sendingWith({ uuid: staged }), task: null };
    },
    async finish() {
      await commitProducts(project, staged, name);
      return t.imports.begun(name);
    },
    giveUp: () => Promise.resolve(),
  };
}
