import type { Task, TaskId } from '../../api/types.ts';

const PREFIX = 'nadir.upload.';

/** Keeps how many files an upload began with, so that a later visit can tell whether all were chosen again. */
export function rememberUpload(task: Task, files: number): void {
  try {
    localStorage.setItem(PREFIX + task.id, String(files));
  } catch {
    // Then the number is not known later, which is all right.
  }
}

export function rememberedUpload(task: TaskId): number | null {
  try {
    return Number(localStorage.getItem(PREFIX + task)) || null;
  } catch {
    return null;
  }
}

export function forgetUpload(task: TaskId): void {
  try {
    localStorage.removeItem(PREFIX + task);
  } catch {
    // Nothing was kept.
  }
}
