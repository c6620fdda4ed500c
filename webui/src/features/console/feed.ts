import { useSyncExternalStore, useEffect, useMemo } from 'react';
import { readConsole } from '../../api/tasks.ts';
import type { ConsolePage, TaskId } from '../../api/types.ts';

export interface ConsoleState {
  lines: readonly string[];
  loading: boolean;
  error: unknown;
}

type Reader = (fromLine: number) => Promise<ConsolePage>;

const PAUSE = 3_000;
const MAX_PAUSE = 60_000;
const escapes = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/** A task's console, read piece by piece: each call asks only for the lines that are not held yet. */
export class ConsoleFeed {
  state: ConsoleState = { lines: [], loading: true, error: null };
  private readonly listeners = new Set<() => void>();
  private followers = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private busy = false;
  private failures = 0;

  constructor(private readonly read: Reader) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.state.loading) void this.pull();
    return () => this.listeners.delete(listener);
  };

  /** Keeps asking until the returned function is called. */
  follow(): () => void {
    this.followers++;
    void this.pull();
    return () => {
      this.followers--;
      if (this.followers === 0 && this.timer) clearTimeout(this.timer);
    };
  }

  async pull(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      this.take(await this.read(this.state.lines.length), this.state.lines.length);
      this.failures = 0;
    } catch (error) {
      this.failures++;
      this.publish({ ...this.state, loading: false, error });
    }
    this.busy = false;
    this.schedule();
  }

  private take(page: ConsolePage, from: number): void {
    if (page.count < from) {
      // A restarted task begins a new console: start over.
      this.publish({ lines: [], loading: true, error: null });
      return;
    }
    const isEmpty = page.count <= 1 && page.lines.every((line) => line === '');
    const added = isEmpty ? [] : page.lines.map((line) => line.replace(escapes, ''));
    if (added.length === 0 && !this.state.loading && !this.state.error) return;
    this.publish({ lines: added.length > 0 ? this.state.lines.concat(added) : this.state.lines, loading: false, error: null });
  }

  private schedule(): void {
    if (this.timer) clearTimeout(this.timer);
    if (this.followers === 0) return;
    const pause = this.state.loading ? 0 : Math.min(PAUSE * 2 ** Math.min(this.failures, 5), MAX_PAUSE);
    this.timer = setTimeout(() => (document.hidden ? this.schedule() : void this.pull()), pause);
  }

  private publish(state: ConsoleState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

const feeds = new Map<string, ConsoleFeed>();
const nothing: ConsoleState = { lines: [], loading: false, error: null };
const noSubscription = () => () => {};

/** The console of a task, followed while `live`; not read at all unless `wanted`. */
export function useConsole(project: number, task: TaskId, wanted: boolean, live: boolean): ConsoleState {
  const feed = useMemo(() => (wanted ? feedOf(project, task) : null), [project, task, wanted]);
  useEffect(() => (feed && live ? feed.follow() : undefined), [feed, live]);
  // One more look when the task has ended: the last lines come with its last change.
  useEffect(() => {
    if (feed && !live) void feed.pull();
  }, [feed, live]);
  return useSyncExternalStore(feed ? feed.subscribe : noSubscription, () => feed?.state ?? nothing);
}

function feedOf(project: number, task: TaskId): ConsoleFeed {
  const key = `${project}/${task}`;
  let feed = feeds.get(key);
  if (!feed) {
    feed = new ConsoleFeed((line) => readConsole(project, task, line));
    feeds.set(key, feed);
  }
  return feed;
}
