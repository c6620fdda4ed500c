import { useEffect, useState } from 'react';
import { listTasks, readTask, type Layer } from '../../api/tasks.ts';
import { readProject } from '../../api/projects.ts';
import type { Project, Task } from '../../api/types.ts';
import { layersOf, loadSource, type MapSource } from './layers.ts';

export interface MapData {
  project: Project;
  /** Newest first. */
  tasks: Task[];
}

export type MapDataState = { kind: 'loading' } | { kind: 'failed'; error: unknown } | { kind: 'ready'; data: MapData };

/** The project and the task, or all tasks of the project. */
export function useMapData(project: number, task: string | null, attempt: number): MapDataState {
  const [state, setState] = useState<MapDataState>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    setState({ kind: 'loading' });
    Promise.all([readProject(project), task === null ? listTasks(project) : readTask(project, task).then((one) => [one])]).then(
      ([found, tasks]) => current && setState({ kind: 'ready', data: { project: found, tasks } }),
      (error: unknown) => current && setState({ kind: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [project, task, attempt]);
  return state;
}

/** The sources of one kind of layer for all tasks that have it; remembers those that were read before. */
export function useSources(tasks: readonly Task[], layer: Layer | null): { sources: MapSource[]; error: unknown } {
  const [loaded, setLoaded] = useState<Record<string, MapSource>>({});
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let current = true;
    if (!layer) return;
    for (const task of tasks.filter((candidate) => layersOf(candidate).includes(layer))) {
      loadSource(task, layer).then(
        (source) => current && setLoaded((old) => ({ ...old, [source.key]: source })),
        (cause: unknown) => current && setError(cause),
      );
    }
    return () => {
      current = false;
    };
  }, [tasks, layer]);
  const sources = tasks.map((task) => loaded[`${task.id}/${layer ?? ''}`]).filter((source) => source !== undefined);
  return { sources, error };
}
