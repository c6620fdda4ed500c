/** What is known of a value that lives on the server. */
export interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  /** True while the first answer is awaited. */
  loading: boolean;
}

export type Fetcher<T> = (signal: AbortSignal) => Promise<T>;

interface Entry {
  state: Loaded<unknown>;
  fetcher: Fetcher<unknown>;
  /** Who shows the value, and how often each wants it anew, in milliseconds (0 = never). */
  readers: Map<() => void, number>;
  running: AbortController | null;
  timer: ReturnType<typeof setTimeout> | null;
  failures: number;
}

const MAX_PAUSE = 60_000;

export const waiting: Loaded<never> = { data: undefined, error: undefined, loading: true };

/**
 * Values by key, each fetched once for all its readers and again as often as the most eager of them wants, with growing
 * pauses while the server does not answer, and not at all while the page is hidden.
 */
export class ServerCache {
  private readonly entries = new Map<string, Entry>();
  private readonly watchers = new Map<string, Set<() => void>>();

  constructor(private readonly isHidden: () => boolean) {}

  state(key: string): Loaded<unknown> {
    return this.entries.get(key)?.state ?? waiting;
  }

  /** Adds a reader and asks the server unless an answer is on its way; returns the way to stop. */
  read(key: string, fetcher: Fetcher<unknown>, reader: () => void): () => void {
    let entry = this.entries.get(key);
    if (!entry) {
      entry = { state: waiting, fetcher, readers: new Map(), running: null, timer: null, failures: 0 };
      this.entries.set(key, entry);
    }
    const own = entry;
    own.fetcher = fetcher;
    own.readers.set(reader, 0);
    if (!own.running) void this.load(key, own);
    return () => {
      own.readers.delete(reader);
      this.schedule(key, own);
    };
  }

  /** How often a reader wants the value anew. */
  setInterval(key: string, reader: () => void, interval: number): void {
    const entry = this.entries.get(key);
    if (!entry?.readers.has(reader) || entry.readers.get(reader) === interval) return;
    entry.readers.set(reader, interval);
    if (!entry.running) this.schedule(key, entry);
  }

  /** Is told of every change of a key, without asking for it. */
  watch(key: string, watcher: () => void): () => void {
    const own = this.watchers.get(key) ?? new Set();
    this.watchers.set(key, own.add(watcher));
    return () => own.delete(watcher);
  }

  /** Reads again all keys that start with `prefix`; those with readers at once, others when next used. */
  async refresh(prefix: string): Promise<void> {
    const running: Promise<void>[] = [];
    for (const [key, entry] of this.entries) {
      if (!key.startsWith(prefix)) continue;
      if (entry.readers.size > 0) running.push(this.load(key, entry));
      else this.entries.delete(key);
    }
    await Promise.all(running);
  }

  /** Puts a known value in place, before the server is asked again. */
  change<T>(key: string, change: (old: T | undefined) => T | undefined): void {
    const entry = this.entries.get(key);
    if (entry) this.publish(key, entry, { ...entry.state, data: change(entry.state.data as T | undefined) });
  }

  forgetAll(): void {
    for (const entry of this.entries.values()) {
      entry.running?.abort();
      if (entry.timer) clearTimeout(entry.timer);
    }
    this.entries.clear();
  }

  private async load(key: string, entry: Entry): Promise<void> {
    entry.running?.abort();
    const control = new AbortController();
    entry.running = control;
    try {
      const data = await entry.fetcher(control.signal);
      if (entry.running !== control) return;
      entry.failures = 0;
      this.publish(key, entry, { data, error: undefined, loading: false });
    } catch (error) {
      if (entry.running !== control) return;
      entry.failures++;
      this.publish(key, entry, { data: entry.state.data, error, loading: false });
    }
    entry.running = null;
    this.schedule(key, entry);
  }

  private schedule(key: string, entry: Entry): void {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    const wanted = [...entry.readers.values()].filter((interval) => interval > 0);
    if (wanted.length === 0) return;
    const interval = Math.min(...wanted);
    const pause = Math.min(interval * 2 ** Math.min(entry.failures, 6), Math.max(MAX_PAUSE, interval));
    entry.timer = setTimeout(() => {
      if (this.isHidden()) this.schedule(key, entry);
      else if (!entry.running) void this.load(key, entry);
    }, pause);
  }

  private publish(key: string, entry: Entry, state: Loaded<unknown>): void {
    entry.state = state;
    for (const reader of entry.readers.keys()) reader();
    for (const watcher of this.watchers.get(key) ?? []) watcher();
  }
}
