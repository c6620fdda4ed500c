import { useEffect, useRef, useState } from 'react';
import { describe } from '../../api/errors.ts';
import { modelUrls, readScene, saveCameraView, saveScene } from '../../api/models.ts';
import type { Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { announce } from '../../ui/toasts.tsx';
import { useFullScreen } from '../map/useFullScreen.ts';
import { fetchModel } from './modelFile.ts';
import { ModelView, type Look } from './modelView.ts';

type State = { kind: 'loading'; share: number | null } | { kind: 'failed'; text: string } | { kind: 'ready'; photos: boolean };

interface ModelScreenProps {
  task: Task;
  title: string;
  /** Whether the view may be kept for everybody. */
  mayKeep: boolean;
}

/** The model with its tools. */
export function ModelScreen({ task, title, mayKeep }: ModelScreenProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const screen = useRef<HTMLElement>(null);
  const view = useRef<ModelView | null>(null);
  const [state, setState] = useState<State>({ kind: 'loading', share: null });
  const [attempt, setAttempt] = useState(0);
  const [look, setLook] = useState<Look>('photo');
  const full = useFullScreen();

  useEffect(() => {
    if (!canvas.current) return;
    const control = new AbortController();
    setState({ kind: 'loading', share: null });
    const opened = open(canvas.current);
    view.current = opened;
    if (!opened) setState({ kind: 'failed', text: t.model.noWebGl });
    else {
      load(opened, task, (share) => setState({ kind: 'loading', share }), control.signal).then(
        (kept) => {
          if (control.signal.aborted) return;
          setState({ kind: 'ready', photos: opened.hasPhotos });
          choose(kept);
        },
        (error: unknown) => !control.signal.aborted && setState({ kind: 'failed', text: describe(error) }),
      );
    }
    return () => {
      control.abort();
      opened?.dispose();
    };
  }, [task, attempt]);

  const choose = (next: Look) => {
    setLook(next);
    view.current?.look(next);
  };
  const keep = () => {
    if (!view.current) return;
    Promise.all([saveCameraView(task, view.current.view()), saveScene(task, { appearance: look })]).then(
      () => announce(t.model.kept),
      (error: unknown) => announce(describe(error), 'error'),
    );
  };

  return (
    <main className="map-main" aria-label={t.model.title(title)} ref={screen}>
      <div className="model-ground">
        {/* A canvas that has lost its drawing context cannot be used again. */}
        <canvas key={attempt} ref={canvas} className="model-canvas" tabIndex={0} role="application" aria-label={`${t.model.title(title)}. ${t.model.keys}`} data-ready={state.kind === 'ready'} />
      </div>
      {state.kind === 'loading' && (
        <div className="map-problem model-loading map-card" role="status">
          <p>{t.model.loading}</p>
          <Progress share={state.share} label={t.model.loading} />
        </div>
      )}
      {state.kind === 'failed' && (
        <div className="map-problem">
          <Notice kind="error" title={t.model.failed} action={<Button small onPress={() => setAttempt(attempt + 1)}>{t.action.retry}</Button>}>
            {state.text}
          </Notice>
        </div>
      )}
      {state.kind === 'ready' && (
        <div className="map-tools" role="toolbar" aria-label={t.model.tools} aria-orientation="vertical">
          <div className="map-card map-tool-group">
            <IconButton icon="plus" label={t.map.zoomIn} onPress={() => view.current?.zoomBy(0.7)} />
            <IconButton icon="minus" label={t.map.zoomOut} onPress={() => view.current?.zoomBy(1.4)} />
            <IconButton icon="extent" label={t.map.extent} onPress={() => view.current?.lookAtAll()} />
            <IconButton icon="map" label={t.model.above} onPress={() => view.current?.lookFromAbove()} />
          </div>
          {state.photos && (
            <div className="map-card map-tool-group">
              <IconButton icon="image" label={t.model.surface} pressedState={look === 'surface'} onPress={() => choose(look === 'photo' ? 'surface' : 'photo')} />
            </div>
          )}
          <div className="map-card map-tool-group">
            {mayKeep && <IconButton icon="camera" label={t.model.keep} onPress={keep} />}
            <IconButton icon={full ? 'shrink' : 'expand'} label={full ? t.map.leaveFullScreen : t.map.fullScreen} onPress={() => (full ? void document.exitFullscreen() : void screen.current?.requestFullscreen())} />
          </div>
        </div>
      )}
      {state.kind === 'ready' && <p className="map-card model-hint">{t.model.hint}</p>}
    </main>
  );
}

function open(canvas: HTMLCanvasElement): ModelView | null {
  try {
    return new ModelView(canvas);
  } catch {
    return null;
  }
}

/** The model and, when it can be read, what was kept of an earlier view; says how the model is to look. */
async function load(view: ModelView, task: Task, onShare: (share: number) => void, signal: AbortSignal): Promise<Look> {
  const weak = window.matchMedia('(pointer: coarse)').matches;
  const [file, scene] = await Promise.all([fetchModel(modelUrls(task, weak), onShare, signal), readScene(task).catch(() => ({}) as Record<string, unknown>)]);
  await view.show(file, scene);
  return scene.appearance === 'surface' ? 'surface' : 'photo';
}
