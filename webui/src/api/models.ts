import { getJson, postJson } from './http.ts';
import { downloadUrl, taskPath } from './tasks.ts';
import type { Task } from './types.ts';

/** Where the model can be had, best first: with pictures small enough for the device, else as it is. */
export function modelUrls(task: Task, weak: boolean): string[] {
  return [`${taskPath(task.project, task.id)}/textured_model/?platform=${weak ? 'mobile' : ''}`, downloadUrl(task.project, task.id, 'textured_model.glb')];
}

/** What is stored of the 3D view; empty at first. */
export function readScene(task: Task): Promise<Record<string, unknown>> {
  return getJson<Record<string, unknown>>(`${taskPath(task.project, task.id)}/3d/scene`);
}

/** Parts that are not named stay as they are. */
export function saveScene(task: Task, parts: Record<string, unknown>): Promise<unknown> {
  return postJson(`${taskPath(task.project, task.id)}/3d/scene`, { type: 'Potree', ...parts });
}

export function saveCameraView(task: Task, view: { position: number[]; target: number[] }): Promise<unknown> {
  return postJson(`${taskPath(task.project, task.id)}/3d/cameraview`, view);
}
