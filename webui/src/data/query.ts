import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { ServerCache, type Fetcher, type Loaded } from './cache.ts';

export type { Loaded } from './cache.ts';

const cache = new ServerCache(() => document.hidden);

/**
 * Reads `key` with `fetcher`, shared by all components that use the same key, and repeats it every `interval`
 * milliseconds (0 = never).
 */
export function useServerData<T>(key: string, fetcher: Fetcher<T>, interval = 0): Loaded<T> {
  const latest = useRef(fetcher);
  latest.current = fetcher;
  const reader = useRef<(() => void) | null>(null);
  const subscribe = useCallback(
    (listener: () => void) => {
      reader.current = listener;
      return cache.read(key, (signal) => latest.current(signal), listener);
    },
    [key],
  );
  const state = useSyncExternalStore(subscribe, () => cache.state(key)) as Loaded<T>;
  useEffect(() => {
    if (reader.current) cache.setInterval(key, reader.current, interval);
  }, [key, interval]);
  return state;
}

/** What is known under `key` already; never asks the server. */
export function useKnown<T>(key: string): T | undefined {
  const subscribe = useCallback((listener: () => void) => cache.watch(key, listener), [key]);
  return useSyncExternalStore(subscribe, () => cache.state(key).data as T | undefined);
}

/** Reads again all keys that start with `prefix`; those on screen at once, others when next used. */
export function refresh(prefix: string): Promise<void> {
  return cache.refresh(prefix);
}

/** Puts a known value in place, before the server is asked again. */
export function remember<T>(key: string, change: (old: T | undefined) => T | undefined): void {
  cache.change(key, change);
}

export function forgetAll(): void {
  cache.forgetAll();
}
