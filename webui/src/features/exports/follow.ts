import { ApiError } from '../../api/errors.ts';
import type { JobState } from '../../api/exports.ts';

export interface Following {
  check: () => Promise<JobState>;
  pause: () => Promise<void>;
  /** Share done, 0 to 1, or null when it is not known; `lost` while the server does not answer. */
  onProgress: (share: number | null, lost: boolean) => void;
  /** True when nobody waits any more. */
  given: () => boolean;
}

/** Asks again and again until the job is done. A server that does not answer is asked later; a job that failed throws. */
export async function follow({ check, pause, onProgress, given }: Following): Promise<boolean> {
  let share: number | null = null;
  while (!given()) {
    try {
      const state = await check();
      if (state.ready) return true;
      share = state.progress === undefined ? share : state.progress / 100;
      onProgress(share, false);
    } catch (error) {
      if (!isPassing(error)) throw error;
      onProgress(share, true);
    }
    await pause();
  }
  return false;
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}
