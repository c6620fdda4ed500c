import { getJson, patchJson, postJson, withQuery } from './http.ts';
import type { ConsolePage, LayerMetadata, OptionValue, Task, TaskId, TileJson } from './types.ts';

export type Layer = 'orthophoto' | 'dsm' | 'dtm';

export interface TaskDraft {
  name: string;
  options: OptionValue[];
  processing_node: number | null;
  auto_processing_node: boolean;
  resize_to?: number;
}

export function taskPath(project: number, task: TaskId): string {
  return `/api/projects/${project}/tasks/${task}`;
}

export function listTasks(project: number, signal?: AbortSignal): Promise<Task[]> {
  return getJson<Task[]>(`/api/projects/${project}/tasks/?ordering=-created_at`, signal);
}

export function readTask(project: number, task: TaskId, signal?: AbortSignal): Promise<Task> {
  return getJson<Task>(`${taskPath(project, task)}/`, signal);
}

export function createPartialTask(project: number, draft: TaskDraft): Promise<Task> {
  return postJson<Task>(`/api/projects/${project}/tasks/`, { ...draft, partial: true });
}

export function commitTask(project: number, task: TaskId): Promise<Task> {
  return postJson<Task>(`${taskPath(project, task)}/commit/`);
}

export function updateTask(project: number, task: TaskId, draft: Partial<TaskDraft>): Promise<Task> {
  return patchJson<Task>(`${taskPath(project, task)}/`, draft);
}

export type TaskAction = 'cancel' | 'remove' | 'restart' | 'compact' | 'duplicate';

export function actOnTask(project: number, task: TaskId, action: TaskAction): Promise<unknown> {
  return postJson(`${taskPath(project, task)}/${action}/`);
}

export function readConsole(project: number, task: TaskId, line: number, signal?: AbortSignal): Promise<ConsolePage> {
  return getJson<ConsolePage>(withQuery(`${taskPath(project, task)}/output/`, { line, f: 'json' }), signal);
}

/** The last lines of the console. */
export function readConsoleTail(project: number, task: TaskId, lines: number, signal?: AbortSignal): Promise<ConsolePage> {
  return getJson<ConsolePage>(withQuery(`${taskPath(project, task)}/output/`, { limit: -lines, f: 'json' }), signal);
}

export function consoleDownloadUrl(project: number, task: TaskId): string {
  return `${taskPath(project, task)}/output/?f=raw`;
}

export function downloadUrl(project: number, task: TaskId, asset: string): string {
  return `${taskPath(project, task)}/download/${asset}`;
}

export function backupUrl(project: number, task: TaskId): string {
  return `${taskPath(project, task)}/backup`;
}

export function thumbnailUrl(project: number, task: TaskId, size: number): string {
  return `${taskPath(project, task)}/thumbnail?size=${size}`;
}

export function uploadUrl(project: number, task: TaskId): string {
  return `${taskPath(project, task)}/upload/`;
}

/** What the server has of an upload that broke off. */
export interface Received {
  files: { name: string; size: number }[];
  chunks: ReceivedChunks[];
}

export interface ReceivedChunks {
  dzuuid: string;
  name: string;
  /** How many chunks the file has in all. */
  count?: number;
  /** The chunks that are there, by index. */
  received?: number[];
}

export function readReceived(project: number, task: TaskId, signal?: AbortSignal): Promise<Received> {
  return getJson<Received>(uploadUrl(project, task), signal);
}

export function readTileJson(project: number, task: TaskId, layer: Layer): Promise<TileJson> {
  return getJson<TileJson>(`${taskPath(project, task)}/${layer}/tiles.json`);
}

export function readMetadata(project: number, task: TaskId, layer: Layer): Promise<LayerMetadata> {
  return getJson<LayerMetadata>(`${taskPath(project, task)}/${layer}/metadata`);
}
