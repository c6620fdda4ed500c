import { useEffect, useRef, useState } from 'react';
import type { PhotoFacts } from './exif.ts';
import type { ExifAnswer, ExifRequest } from './worker.ts';

export interface PhotoInfo {
  facts: PhotoFacts | null;
  /** Address of the small picture inside the photo. */
  thumbnail: string | null;
}

const BATCH = 24;
const PUBLISH_PAUSE = 300;

/** Reads position, time and small picture of each file in a worker, batch by batch, newest files last. */
export function usePhotoFacts(files: readonly File[]): ReadonlyMap<File, PhotoInfo> {
  const [infos, setInfos] = useState<ReadonlyMap<File, PhotoInfo>>(new Map());
  const reader = useRef<BatchReader | null>(null);
  useEffect(() => {
    const own = new BatchReader(setInfos);
    reader.current = own;
    return () => own.close();
  }, []);
  useEffect(() => reader.current?.want(files), [files]);
  return infos;
}

class BatchReader {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  private readonly known = new Map<File, PhotoInfo>();
  private readonly asked = new Map<number, File>();
  private readonly seen = new Set<File>();
  private queue: File[] = [];
  private nextId = 0;
  private busy = false;
  private publishing: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly publish: (infos: ReadonlyMap<File, PhotoInfo>) => void) {
    this.worker.onmessage = (event: MessageEvent<ExifAnswer[]>) => this.take(event.data);
  }

  want(files: readonly File[]): void {
    for (const file of files) {
      if (this.seen.has(file)) continue;
      this.seen.add(file);
      this.queue.push(file);
    }
    this.next();
  }

  close(): void {
    this.worker.terminate();
    if (this.publishing) clearTimeout(this.publishing);
    for (const info of this.known.values()) if (info.thumbnail) URL.revokeObjectURL(info.thumbnail);
  }

  private next(): void {
    if (this.busy || this.queue.length === 0) return;
    this.busy = true;
    const requests: ExifRequest[] = this.queue.splice(0, BATCH).map((file) => {
      const id = this.nextId++;
      this.asked.set(id, file);
      return { id, file };
    });
    this.worker.postMessage(requests);
  }

  private take(answers: ExifAnswer[]): void {
    for (const { id, facts, thumbnail } of answers) {
      const file = this.asked.get(id);
      this.asked.delete(id);
      if (file) this.known.set(file, { facts, thumbnail: thumbnail ? URL.createObjectURL(thumbnail) : null });
    }
    this.busy = false;
    this.publishSoon();
    this.next();
  }
  /** Thousands of photos come in hundreds of batches; the page is drawn a few times a second. */
  private publishSoon(): void {
    this.publishing ??= setTimeout(() => {
      this.publishing = null;
      this.publish(new Map(this.known));
    }, this.asked.size === 0 && this.queue.length === 0 ? 0 : PUBLISH_PAUSE);
  }
}
