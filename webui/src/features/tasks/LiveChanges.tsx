import { useEffect, useSyncExternalStore } from 'react';
import { Status, type Task, type TaskId } from '../../api/types.ts';
import { refresh, remember } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { announce } from '../../ui/toasts.tsx';
import { displayName } from './taskState.ts';

interface TaskEvent {
  project: number;
  id: TaskId;
  status: number | null;
  pending_action: number | null;
  upload_progress: number;
  resize_progress: number;
  running_progress: number;
}

type Link = 'connecting' | 'open' | 'lost';

let link: Link = 'connecting';
const listeners = new Set<() => void>();

/** True while the server pushes changes; polling can then be slow. */
export function useIsPushed(): boolean {
  return useSyncExternalStore(subscribe, () => link === 'open');
}

/** Listens to the server's events as long as it is on the page; says so when the line is lost. */
export function LiveChanges() {
  const state = useSyncExternalStore(subscribe, () => link);
  useEffect(listen, []);
  if (state !== 'lost') return null;
  return (
    <div className="reconnecting" role="status">
      {t.app.reconnecting}
    </div>
  );
}

/** Holds the line only while the page is seen: browsers allow few connections, and hidden tabs would use them up. */
function listen(): () => void {
  let source: EventSource | null = null;
  const follow = () => {
    source?.close();
    source = document.hidden ? null : connect();
    if (!source) publish('connecting');
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    document.removeEventListener('visibilitychange', follow);
    source?.close();
    publish('connecting');
  };
}

let everOpen = false;

function connect(): EventSource {
  const source = new EventSource('/api/events');
  source.addEventListener('hello', () => {
    // Nothing is replayed after a pause: what is on screen is read anew.
    if (everOpen) void refresh('');
    everOpen = true;
    publish('open');
  });
  source.addEventListener('error', () => publish(link === 'open' || link === 'lost' ? 'lost' : 'connecting'));
  source.addEventListener('task', (event) => taskChanged(JSON.parse(event.data) as TaskEvent));
  source.addEventListener('task_removed', (event) => taskRemoved(JSON.parse(event.data) as { project: number; id: TaskId }));
  source.addEventListener('project', () => void refresh('projects?'));
  return source;
}

/** Progress goes straight to the screen; a change of state is worth asking for the whole task. */
function taskChanged(event: TaskEvent): void {
  let known = false;
  remember<Task[]>(`tasks/${event.project}`, (tasks) =>
    tasks?.map((task) => {
      if (String(task.id) !== String(event.id)) return task;
      known = task.status === event.status && task.pending_action === event.pending_action;
      if (!known && event.status === Status.COMPLETED && task.status === Status.RUNNING) announce(t.task.done(displayName(task)));
      return { ...task, ...event, id: task.id };
    }),
  );
  if (!known) void refresh(`tasks/${event.project}`);
}

function taskRemoved(event: { project: number; id: TaskId }): void {
  remember<Task[]>(`tasks/${event.project}`, (tasks) => tasks?.filter((task) => String(task.id) !== String(event.id)));
  void refresh('projects?');
}

function publish(next: Link): void {
  link = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
