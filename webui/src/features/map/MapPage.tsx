import 'ol/ol.css';
import './map.css';
import { useState } from 'react';
import { describe } from '../../api/errors.ts';
import { go } from '../../app/router.ts';
import { Splash } from '../../app/Splash.tsx';
import { useTitle } from '../../app/title.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { displayName, isActive } from '../tasks/taskState.ts';
import { layersOf } from './layers.ts';
import { MapScreen } from './MapScreen.tsx';
import { useMapData, type MapData } from './useMapData.ts';

/** The map of a task, or of all tasks of a project. */
export default function MapPage({ project, task }: { project: number; task: string | null }) {
  const [attempt, setAttempt] = useState(0);
  const state = useMapData(project, task, attempt);
  useTitle(state.kind === 'ready' ? t.map.title(titleOf(state.data, task)) : t.task.map);
  if (state.kind === 'loading') return <Splash />;
  if (state.kind === 'failed') {
    return (
      <main className="centred">
        <EmptyState
          icon="map"
          title={t.map.failed}
          action={
            <>
              <Button look="primary" onPress={() => setAttempt(attempt + 1)}>
                {t.action.retry}
              </Button>
              <Button onPress={() => go('/dashboard/')}>{t.map.back}</Button>
            </>
          }
        >
          {describe(state.error)}
        </EmptyState>
      </main>
    );
  }
  const mapped = state.data.tasks.filter((candidate) => layersOf(candidate).length > 0);
  if (mapped.length === 0) return <NoMap data={state.data} single={task !== null} />;
  return <MapScreen project={state.data.project} tasks={mapped} single={task !== null} title={titleOf(state.data, task)} />;
}

function titleOf(data: MapData, task: string | null): string {
  const only = data.tasks[0];
  return task !== null && only ? displayName(only) : data.project.name;
}

function NoMap({ data, single }: { data: MapData; single: boolean }) {
  const waiting = data.tasks.some(isActive);
  return (
    <main className="centred">
      <EmptyState icon="map" title={t.map.empty} action={<Button look="primary" onPress={() => go('/dashboard/')}>{t.map.back}</Button>}>
        {waiting ? t.map.running : single ? t.map.emptyText : t.map.emptyProject}
      </EmptyState>
    </main>
  );
}
