import 'ol/ol.css';
import './map.css';
import { useState } from 'react';
import { ApiError, describe } from '../../api/errors.ts';
import { go } from '../../app/router.ts';
import { Splash } from '../../app/Splash.tsx';
import { useTitle } from '../../app/title.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { isActive } from '../tasks/taskState.ts';
import { layersOf } from './layers.ts';
import { MapScreen } from './MapScreen.tsx';
import type { MapFrame } from './MapHeader.tsx';
import { isPublic, isSingle, useMapData, type MapData, type MapScope } from './useMapData.ts';

/** The map of a task, or of all tasks of a project; on public pages without anything that needs an account. */
export default function MapPage({ scope, frame }: { scope: MapScope; frame: MapFrame }) {
  const [attempt, setAttempt] = useState(0);
  const state = useMapData(scope, attempt);
  useTitle(state.kind === 'ready' ? t.map.title(state.data.title) : t.task.map);
  if (state.kind === 'loading') return <Splash />;
  if (state.kind === 'failed') return <Failed error={state.error} strangers={isPublic(scope)} onRetry={() => setAttempt(attempt + 1)} />;
  const { data } = state;
  const mapped = data.tasks.filter((candidate) => layersOf(candidate).length > 0);
  if (mapped.length === 0) return <NoMap data={data} single={isSingle(scope)} strangers={isPublic(scope)} />;
  return <MapScreen project={data.project} tasks={mapped} single={isSingle(scope)} title={data.title} frame={frame} />;
}

function Failed({ error, strangers, onRetry }: { error: unknown; strangers: boolean; onRetry: () => void }) {
  const hidden = strangers && error instanceof ApiError && error.isGone;
  return (
    <main className="centred">
      <EmptyState
        icon="map"
        title={hidden ? t.publicPage.goneTitle : t.map.failed}
        action={
          <>
            <Button look="primary" onPress={onRetry}>
              {t.action.retry}
            </Button>
            {!strangers && <Button onPress={() => go('/dashboard/')}>{t.map.back}</Button>}
          </>
        }
      >
        {hidden ? t.publicPage.goneText : describe(error)}
      </EmptyState>
    </main>
  );
}

function NoMap({ data, single, strangers }: { data: MapData; single: boolean; strangers: boolean }) {
  const waiting = data.tasks.some(isActive);
  return (
    <main className="centred">
      <EmptyState icon="map" title={t.map.empty} action={!strangers && <Button look="primary" onPress={() => go('/dashboard/')}>{t.map.back}</Button>}>
        {waiting ? t.map.running : single ? t.map.emptyText : t.map.emptyProject}
      </EmptyState>
    </main>
  );
}
