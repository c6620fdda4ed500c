import { ApiError } from '../../api/errors.ts';
import type { Chunk, SendChunk, Uploaded } from './transport.ts';

export interface UploadFile {
  name: string;
  blob: Blob;
  /** The name of the form's part; `images` when not said. */
  part?: string;
  /** What the server has of it from an upload that broke off. */
  begun?: BegunFile;
}

export interface BegunFile {
  id: string;
  chunkBytes: number;
  /** The chunks that are there, by index. */
  received: ReadonlySet<number>;
}

export type FileState = 'waiting' | 'sending' | 'done' | 'failed';

export interface QueueProgress {
  bytesDone: number;
  bytesTotal: number;
  filesDone: number;
  filesTotal: number;
  /** True while something has failed and is being tried again. */
  troubled: boolean;
  /** True after repeated trouble: small pieces, one at a time. */
  careful: boolean;
  failed: string[];
}

export interface QueueSettings {
  parallel: number;
  chunkBytes: number;
  carefulChunkBytes: number;
  chunkTries: number;
  fileTries: number;
  /** Trouble in a row after which the queue turns careful. */
  carefulAfter: number;
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export const usualSettings: QueueSettings = {
  parallel: 4,
  chunkBytes: 8_000_000,
  carefulChunkBytes: 1_000_000,
  chunkTries: 20,
  fileTries: 30,
  carefulAfter: 6,
  pause: wait,
};

interface Item extends UploadFile {
  id: string;
  state: FileState;
  sent: number;
  tries: number;
}

/**
 * Sends files in chunks, several files at once. A chunk that fails is sent again after a growing pause; a file whose
 * chunks give up, or that arrives with another size, is sent again from its start. What the server refuses for a
 * reason that will not go away (400, 403, 404, 413) is not tried again, unless an earlier try may be the reason.
 */
export class UploadQueue {
  private readonly items: Item[];
  private readonly control = new AbortController();
  private trouble = 0;
  private retrying = 0;
  private careful = false;
  private stop: unknown = null;
  private refusal: string | null = null;

  constructor(
    private readonly url: string,
    files: readonly UploadFile[],
    private readonly send: SendChunk,
    private readonly settings: QueueSettings,
    private readonly onChange: () => void,
  ) {
    this.items = files.map((file, index) => ({ ...file, id: chunkId(index), state: 'waiting', sent: 0, tries: 0 }));
  }

  /** Resolves when every file is done or has failed for good; rejects when cancelled or when nothing can go on. */
  async run(): Promise<void> {
    this.stop = null;
    for (const item of this.items) {
      if (item.state !== 'failed') continue;
      item.state = 'waiting';
      item.tries = 0;
    }
    const lanes = Array.from({ length: this.settings.parallel }, (_, lane) => this.lane(lane));
    await Promise.all(lanes);
    if (this.control.signal.aborted) throw new DOMException('Aborted', 'AbortError');
    if (this.stop) throw this.stop;
  }

  cancel(): void {
    this.control.abort();
  }

  /** Why the server refused a file, in its words. */
  lastRefusal(): string | null {
    return this.refusal;
  }

  progress(): QueueProgress {
    return {
      bytesDone: this.items.reduce((sum, item) => sum + item.sent, 0),
      bytesTotal: this.items.reduce((sum, item) => sum + item.blob.size, 0),
      filesDone: this.items.filter((item) => item.state === 'done').length,
      filesTotal: this.items.length,
      troubled: this.retrying > 0,
      careful: this.careful,
      failed: this.items.filter((item) => item.state === 'failed').map((item) => item.name),
    };
  }

  private async lane(lane: number): Promise<void> {
    while (!this.control.signal.aborted && this.stop === null) {
      if (this.careful && lane > 0) return;
      const item = this.items.find((candidate) => candidate.state === 'waiting');
      if (!item) return;
      item.state = 'sending';
      await this.sendFile(item);
      this.onChange();
    }
  }

  private async sendFile(item: Item): Promise<void> {
    while (item.tries < this.settings.fileTries) {
      item.tries++;
      item.sent = 0;
      try {
        await this.sendChunks(item);
        item.state = 'done';
        item.sent = item.blob.size;
        return;
      } catch (error) {
        if (this.control.signal.aborted) return;
        if (endsEverything(error)) {
          this.stop = error;
          break;
        }
        if (isFinal(error)) {
          this.refusal = (error as ApiError).message;
          break;
        }
        await this.afterTrouble(item.tries);
      }
    }
    item.sent = 0;
    item.state = this.stop ? 'waiting' : 'failed';
  }

  private async sendChunks(item: Item): Promise<void> {
    const begun = item.begun;
    // Whatever becomes of this try, the next one is from the start.
    delete item.begun;
    const size = begun?.chunkBytes ?? (this.careful ? this.settings.carefulChunkBytes : this.settings.chunkBytes);
    const count = Math.max(1, Math.ceil(item.blob.size / size));
    let uploaded: Uploaded = {};
    for (let index = 0; index < count; index++) {
      this.control.signal.throwIfAborted();
      const offset = index * size;
      const body = item.blob.slice(offset, Math.min(offset + size, item.blob.size));
      // The last chunk makes the file whole and is sent in any case.
      if (begun?.received.has(index) && index + 1 < count) {
        item.sent = offset + body.size;
        continue;
      }
      const chunk: Chunk = { id: begun?.id ?? `${item.id}-${item.tries}`, part: item.part ?? 'images', name: item.name, index, count, offset, fileSize: item.blob.size, chunkSize: size, body };
      uploaded = await this.sendOne(item, chunk, begun !== undefined);
      item.sent = offset + body.size;
      this.onChange();
    }
    const arrived = uploaded[item.name];
    if (arrived !== undefined && arrived !== item.blob.size) throw new Error(`size ${arrived}`);
  }

  private async sendOne(item: Item, chunk: Chunk, doubtful: boolean): Promise<Uploaded> {
    for (let attempt = 1; ; attempt++) {
      try {
        const uploaded = await this.send(this.url, chunk, (bytes) => this.report(item, chunk, bytes), this.control.signal);
        this.trouble = 0;
        return uploaded;
      } catch (error) {
        item.sent = chunk.offset;
        if (error instanceof ApiError && error.status === 400 && (doubtful || attempt > 1)) throw new Error(error.message, { cause: error });
        if (this.control.signal.aborted || isFinal(error) || endsEverything(error) || attempt >= this.settings.chunkTries) throw error;
        await this.afterTrouble(attempt);
      }
    }
  }

  private report(item: Item, chunk: Chunk, bytes: number): void {
    item.sent = chunk.offset + bytes;
    this.onChange();
  }

  private async afterTrouble(attempt: number): Promise<void> {
    this.trouble++;
    if (this.trouble >= this.settings.carefulAfter) this.careful = true;
    this.retrying++;
    this.onChange();
    await this.settings.pause(Math.min(1000 * 1.6 ** (attempt - 1), 30_000), this.control.signal);
    this.retrying--;
    this.onChange();
  }
}

/** Refusals that sending again cannot change, for one file. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiError && [400, 413, 415, 422].includes(error.status);
}

/** Refusals that stop the whole upload: signed out, no right, task gone, disk full. */
function endsEverything(error: unknown): boolean {
  return error instanceof ApiError && [401, 403, 404, 507].includes(error.status);
}

let uploads = 0;

/** Letters and digits only: the server reduces other signs away. */
function chunkId(index: number): string {
  if (index === 0) uploads++;
  return `${Date.now().toString(36)}${uploads.toString(36)}f${index.toString(36)}`;
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
