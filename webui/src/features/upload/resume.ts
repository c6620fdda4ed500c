import type { Received, ReceivedChunks } from '../../api/tasks.ts';
import type { ChosenFile } from '../newtask/selection.ts';
import { usualSettings, type BegunFile, type UploadFile } from './queue.ts';

export interface ResumePlan {
  /** What is missing, with the chunks that need not be sent again. */
  send: UploadFile[];
  /** Chosen files that are on the server already. */
  there: number;
  /** Files on the server that were not chosen now; they stay. */
  others: number;
  bytes: number;
}

/** Compares what was chosen with what the server has, by name and size. */
export function planResume(chosen: readonly ChosenFile[], received: Received): ResumePlan {
  const sizes = new Map(received.files.map((file) => [file.name, file.size]));
  const missing = chosen.filter(({ name, file }) => sizes.get(name) !== file.size);
  const names = new Set(chosen.map(({ name }) => name));
  return {
    send: missing.map(({ name, file }) => {
      const begun = begunOf(received.chunks.filter((chunks) => chunks.name === name), file.size);
      return { name, blob: file, ...(begun ? { begun } : {}) };
    }),
    there: chosen.length - missing.length,
    others: received.files.filter((file) => !names.has(file.name)).length,
    bytes: missing.reduce((sum, { file }) => sum + file.size, 0),
  };
}

/** The furthest of the earlier tries, if it was cut as files of this size are. */
function begunOf(tries: readonly ReceivedChunks[], size: number): BegunFile | null {
  let best: BegunFile | null = null;
  for (const { dzuuid, count, received } of tries) {
    const chunkBytes = [usualSettings.chunkBytes, usualSettings.carefulChunkBytes].find((bytes) => Math.ceil(size / bytes) === count);
    if (chunkBytes === undefined || !Array.isArray(received) || received.length === 0) continue;
    const begun = { id: dzuuid, chunkBytes, received: new Set(received) };
    if (!best || begun.received.size * chunkBytes > best.received.size * best.chunkBytes) best = begun;
  }
  return best;
}
