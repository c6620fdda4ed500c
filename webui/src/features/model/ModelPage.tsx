import '../map/map.css';
import './model.css';
import { useState } from 'react';
import { ApiError, describe } from '../../api/errors.ts';
import { go } from '../../app/router.ts';
import { Splash } from '../../app/Splash.tsx';
import { useTitle } from '../../app/title.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { MapHeader, PublicHeader, type MapFrame } from '../map/MapHeader.tsx';
import { isPublic, useMapData, type MapScope } from '../map/useMapData.ts';
import { hasModel } from '../tasks/taskState.ts';
import { ModelScreen } from './ModelScreen.tsx';

/** The textured model of a task in three dimensions. */
export default function ModelPage({ scope, frame }: { scope: MapScope; frame: MapFrame }) {
  const [attempt, setAttempt] = useState(0);
  const state = useMapData(scope, attempt);
  const strangers = isPublic(scope);
  useTitle(state.kind === 'ready' ? t.model.title(state.data.title) : t.model.short);
  if (state.kind === 'loading') return <Splash />;
  const back = !strangers && <Button onPress={() => go('/dashboard/')}>{t.map.back}</Button>;
  if (state.kind === 'failed') {
    const hidden = strangers && state.error instanceof ApiError && state.error.isGone;
    return (
      <main className="centred">
        <EmptyState icon="cube" title={hidden ? t.publicPage.goneTitle : t.model.failed} action={<><Button look="primary" onPress={() => setAttempt(attempt + 1)}>{t.action.retry}</Button>{back}</>}>
          {hidden ? t.publicPage.goneText : describe(state.error)}
        </EmptyState>
      </main>
    );
  }
  const { title, project, tasks } = state.data;
  const [task] = tasks;
  if (!task || !hasModel(task)) {
    return (
      <main className="centred">
        <EmptyState icon="cube" title={t.model.none} action={back}>
          {t.model.noneText}
        </EmptyState>
      </main>
    );
  }
  const mayKeep = project?.permissions.includes('change') === true || (strangers && task.public_edit === true);
  return (
    <div className={`map-screen ${frame === 'none' ? 'bare' : ''}`}>
      <ModelScreen task={task} title={title} mayKeep={mayKeep} />
      {frame === 'app' && project && <MapHeader project={project} title={title} task={task} other="map" />}
      {frame === 'public' && <PublicHeader title={title} task={task} other="map" />}
    </div>
  );
}
