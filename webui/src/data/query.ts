import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

/** What is known of a value that lives on the server. */
export interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  /** True while the first answer is awaited. */
  loading: boolean;
}

interface Entry {
  state: Loaded<unknown>;
  fetcher: (signal: AbortSignal) => Promise<unknown>;
  listeners: Set<() => void>;
  running: AbortController | null;
  timer: ReturnType<typeof setTimeout> | null;
  interval: number;
  failures: number;
}

const entries = new Map<string, Entry>();
const MAX_PAUSE = 60_000;

/**
 * Reads `key` with `fetcher`, shared by all components that use the same key, and repeats it every `interval`
 * milliseconds (0 = never) with growing pauses while the server does not answer. Stops while the page is hidden.
 */
export function useServerData<T>(key: string, fetcher: (signal: AbortSignal) => Promise<T>, interval = 0): Loaded<T> {
  const latest = useRef(fetcher);
  latest.current = fetcher;
  const subscribe = useCallback((listener: () => void) => attach(key, (signal) => latest.current(signal), listener), [key]);
  const state = useSyncExternalStore(subscribe, () => entries.get(key)?.state ?? waiting) as Loaded<T>;
  useEffect(() => {
    const entry = entries.get(key);
    if (!entry || entry.interval === interval) return;
    entry.interval = interval;
    schedule(key, entry);
  }, [key, interval]);
  return state;
}

/** Reads again all keys that start with `prefix`; those on screen at once, others when next used. */
export function refresh(prefix: string): Promise<void> {
  const running: Promise<void>[] = [];
  for (const [key, entry] of entries) {
    if (!key.startsWith(prefix)) continue;
    if (entry.listeners.size > 0) running.push(load(key, entry));
    else entries.delete(key);
  }
  return Promise.all(running).then(() => undefined);
}

/** Puts a known value in place, before the server is asked again. */
export function remember<T>(key: string, change: (old: T | undefined) => T | undefined): void {
  const entry = entries.get(key);
  if (!entry) return;
  publish(entry, { ...entry.state, data: change(entry.state.data as T | undefined) });
}

export function forgetAll(): void {
  for (const entry of entries.values()) {
    entry.running?.abort();
    if (entry.timer) clearTimeout(entry.timer);
  }
  entries.clear();
}

const waiting: Loaded<unknown> = { data: undefined, error: undefined, loading: true };

function attach(key: string, fetcher: Entry['fetcher'], listener: () => void): () => void {
  let entry = entries.get(key);
  if (!entry) {
    entry = { state: waiting, fetcher, listeners: new Set(), running: null, timer: null, interval: 0, failures: 0 };
    entries.set(key, entry);
  }
  entry.fetcher = fetcher;
  entry.listeners.add(listener);
  if (!entry.running) void load(key, entry);
  const mine = entry;
  return () => detach(mine, listener);
}

function detach(entry: Entry, listener: () => void): void {
  entry.listeners.delete(listener);
  if (entry.listeners.size > 0) return;
  if (entry.timer) clearTimeout(entry.timer);
  entry.timer = null;
  entry.interval = 0;
}

async function load(key: string, entry: Entry): Promise<void> {
  entry.running?.abort();
  const control = new AbortController();
  entry.running = control;
  try {
    const data = await entry.fetcher(control.signal);
    if (entry.running !== control) return;
    entry.failures = 0;
    publish(entry, { data, error: undefined, loading: false });
  } catch (error) {
    if (entry.running !== control) return;
    entry.failures++;
    publish(entry, { data: entry.state.data, error, loading: false });
  }
  entry.running = null;
  schedule(key, entry);
}

function schedule(key: string, entry: Entry): void {
  if (entry.timer) clearTimeout(entry.timer);
  entry.timer = null;
  if (entry.interval <= 0 || entry.listeners.size === 0) return;
  const pause = Math.min(entry.interval * 2 ** Math.min(entry.failures, 6), Math.max(MAX_PAUSE, entry.interval));
  entry.timer = setTimeout(() => {
    if (typeof document !== 'undefined' && document.hidden) schedule(key, entry);
    else if (!entry.running) void load(key, entry);
  }, pause);
}

function publish(entry: Entry, state: Loaded<unknown>): void {
  if (entry.state.data === state.data && entry.state.error === state.error && entry.state.loading === state.loading) return;
  entry.state = state;
  for (const listener of entry.listeners) listener();
}
