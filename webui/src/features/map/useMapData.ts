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
