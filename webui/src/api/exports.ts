import { getJson, postJson, withQuery } from './http.ts';
import { taskPath, type Layer } from './tasks.ts';
import type { LayerMetadata, Task } from './types.ts';

export type ExportLayer = Layer | 'georeferenced_model';

/** Either the file is there already, or a job makes it. */
export type ExportAnswer = { url: string; filename: string } | { celery_task_id: string; filename: string };

export function startExport(task: Task, layer: ExportLayer, form: Record<string, string | number>): Promise<ExportAnswer> {
  return postJson<ExportAnswer>(`${taskPath(task.project, task.id)}/${layer}/export`, form);
}

export interface JobState {
  ready: boolean;
  status?: string;
  /** 0 to 100. */
  progress?: number;
}

/** A job that failed is answered as an error. */
export function checkJob(id: string): Promise<JobState> {
  return getJson<JobState>(`/api/workers/check/${encodeURIComponent(id)}`);
}

export function jobFileUrl(id: string, filename: string): string {
  return withQuery(`/api/workers/get/${encodeURIComponent(id)}`, { filename });
}

/** The plant health indices that a picture of these bands allows; asked with one that needs colours alone. */
export function readFormulas(task: Task): Promise<LayerMetadata> {
  return getJson<LayerMetadata>(withQuery(`${taskPath(task.project, task.id)}/orthophoto/metadata`, { formula: 'VARI', bands: 'auto' }));
}
