import { useEffect, useState } from 'react';
import { listTasks, readTask, type Layer } from '../../api/tasks.ts';
import { readProject } from '../../api/projects.ts';
import { readPublicProject, readPublicTask } from '../../api/public.ts';
import type { Project, Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { displayName } from '../tasks/taskState.ts';
import { layersOf, loadSource, type MapSource } from './layers.ts';

/** Whose map it is, and how it may be read: signed in by number, or by anybody who knows the public address. */
export type MapScope =
  | { kind: 'task'; project: number; task: string }
  | { kind: 'project'; project: number }
  | { kind: 'publicTask'; id: string }
  | { kind: 'publicProject'; id: string };

export interface MapData {
  /** Null on public pages: who looks there has no part in the project. */
  project: Project | null;
  /** What the map is called. */
  title: string;
  /** Newest first. */
  tasks: Task[];
}

export type MapDataState = { kind: 'loading' } | { kind: 'failed'; error: unknown } | { kind: 'ready'; data: MapData };

export function isPublic(scope: MapScope): boolean {
  return scope.kind === 'publicTask' || scope.kind === 'publicProject';
}

export function isSingle(scope: MapScope): boolean {
  return scope.kind === 'task' || scope.kind === 'publicTask';
}

/** The task, or all tasks of the project. */
export function useMapData(scope: MapScope, attempt: number): MapDataState {
  const [state, setState] = useState<MapDataState>({ kind: 'loading' });
  const key = JSON.stringify(scope);
  useEffect(() => {
    let current = true;
    setState({ kind: 'loading' });
    readMapData(JSON.parse(key) as MapScope).then(
      (data) => current && setState({ kind: 'ready', data }),
      (error: unknown) => current && setState({ kind: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [key, attempt]);
  return state;
}

async function readMapData(scope: MapScope): Promise<MapData> {
  switch (scope.kind) {
    case 'task': {
      const [project, task] = await Promise.all([readProject(scope.project), readTask(scope.project, scope.task)]);
      return { project, title: displayName(task), tasks: [task] };
    }
    case 'project': {
      const [project, tasks] = await Promise.all([readProject(scope.project), listTasks(scope.project)]);
      return { project, title: project.name, tasks };
    }
    case 'publicTask': {
      const task = await readPublicTask(scope.id);
      return { project: null, title: task.name || t.publicPage.unnamed, tasks: [task] };
    }
    case 'publicProject': {
      const { name, tasks } = await readPublicProject(scope.id);
      return { project: null, title: name, tasks: [...tasks].sort((a, b) => b.created_at.localeCompare(a.created_at)) };
    }
  }
}

export interface Sources {
  sources: MapSource[];
  /** Why some could not be read; null when all could. */
  error: unknown;
  /** True when every source has been read or has failed. */
  settled: boolean;
}

type Outcome = { source: MapSource } | { error: unknown };

/** The sources of one kind of layer for all tasks that have it; remembers those that were read before. */
export function useSources(tasks: readonly Task[], layer: Layer | null, attempt: number): Sources {
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const wanted = layer ? tasks.filter((task) => layersOf(task).includes(layer)) : [];
  useEffect(() => {
    let current = true;
    if (!layer) return;
    for (const task of tasks.filter((candidate) => layersOf(candidate).includes(layer))) {
      const keep = (outcome: Outcome) => current && setOutcomes((old) => ({ ...old, [`${task.id}/${layer}`]: outcome }));
      loadSource(task, layer).then(
        (source) => keep({ source }),
        (error: unknown) => keep({ error }),
      );
    }
    return () => {
      current = false;
    };
  }, [tasks, layer, attempt]);
  const known = wanted.map((task) => outcomes[`${task.id}/${layer ?? ''}`]);
  const failure = known.find((outcome) => outcome && 'error' in outcome);
  return {
    sources: known.flatMap((outcome) => (outcome && 'source' in outcome ? [outcome.source] : [])),
    error: failure && 'error' in failure ? failure.error : null,
    settled: known.every((outcome) => outcome !== undefined),
  };
}
