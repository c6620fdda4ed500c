import { useEffect, useMemo, useRef, useState } from 'react';
import type { Layer } from '../../api/tasks.ts';
import type { Basemap } from '../../api/site.ts';
import type { Project, Task } from '../../api/types.ts';
import { setQuery, usePlace } from '../../app/router.ts';
import { useSite } from '../../app/site.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { announce } from '../../ui/toasts.tsx';
import { describe } from '../../api/errors.ts';
import { firstLayer, jointRange, layersOf, tileAddress, unionBounds, type ElevationStyle, type MapSource } from './layers.ts';
import { Attribution } from './Attribution.tsx';
import { firstBasemap, rememberBasemap, rememberedBasemap } from './basemaps.ts';
import { LayerPanel } from './LayerPanel.tsx';
import { MapHeader, PublicHeader, type MapFrame } from './MapHeader.tsx';
import { MapView } from './mapView.ts';
import { MapTools } from './MapTools.tsx';
import type { MeasureKind, Measurement } from './measuring.ts';
import { Readout, type Position } from './Readout.tsx';
import { hiddenAtFirst } from './overlap.ts';
import { useSources } from './useMapData.ts';

interface MapScreenProps {
  project: Project | null;
  tasks: Task[];
  single: boolean;
  title: string;
  frame: MapFrame;
}

/** The map with its panel and tools. What is shown is state here; drawing it is left to MapView. */
export function MapScreen({ project, tasks, single, title, frame }: MapScreenProps) {
  const place = usePlace();
  const available = useMemo(() => (['orthophoto', 'dsm', 'dtm'] as Layer[]).filter((layer) => tasks.some((task) => layersOf(task).includes(layer))), [tasks]);
  const layer = firstLayer(available, place.query.get('t'));
  const [attempt, setAttempt] = useState(0);
  const { sources, error, settled } = useSources(tasks, layer, attempt);
  const [opacity, setOpacity] = useState(1);
  const [styles, setStyles] = useState<Partial<Record<Layer, ElevationStyle>>>({});
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => coveredTasks(tasks));
  const [panel, setPanel] = useState(() => window.innerWidth > 760 && frame !== 'none');
  const [measuring, setMeasuring] = useState<MeasureKind | null>(null);
  const [measurements, setMeasurements] = useState<Measurement[]>([]);
  const { basemaps } = useSite();
  const [wanted, setWanted] = useState(rememberedBasemap);
  const basemap = firstBasemap(basemaps, wanted);
  const [pointer, setPointer] = useState<[number, number] | null>(null);
  const [ground, setGround] = useState<Position>({ center: [0, 0], metresPerPixel: 1 });
  const screen = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const view = useRef<MapView | null>(null);
  const fitted = useRef(false);

  useEffect(() => {
    if (!canvas.current) return;
    let told = false;
    const own = new MapView(canvas.current, {
      onPointer: setPointer,
      onMove: setGround,
      onMeasured: setMeasurements,
      onMeasureEnd: () => setMeasuring(null),
      onTilesFailed: () => {
        if (!told) announce(t.map.tilesFailed, 'error');
        told = true;
      },
    });
    view.current = own;
    return () => own.dispose();
  }, []);
  const style = layer && layer !== 'orthophoto' ? (styles[layer] ?? usualStyle(sources)) : null;
  const visible = sources.filter((source) => !hidden.has(String(source.task.id)));
  const drawing = JSON.stringify([visible.map((source) => source.key), style, opacity]);
  useEffect(() => {
    view.current?.show(visible.map((source) => ({ source, address: tileAddress(source, style), opacity })));
    // `drawing` stands for everything the effect reads.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [drawing]);

  useEffect(() => view.current?.showBasemap(basemap), [basemap]);

  const bounds = unionBounds(visible.map((source) => source.tiles.bounds));
  useEffect(() => {
    if (fitted.current || !bounds || !settled) return;
    fitted.current = true;
    view.current?.fit(bounds, false);
  }, [bounds, settled]);

  const measure = (kind: MeasureKind | null) => {
    setMeasuring(kind);
    view.current?.measure(kind);
  };
  const chooseBasemap = (next: Basemap | null) => {
    rememberBasemap(next);
    setWanted(rememberedBasemap() ?? (next ? String(next.id) : 'none'));
  };
  const toggleTask = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  };

  return (
    <div className={`map-screen ${frame === 'none' ? 'bare' : ''}`} ref={screen}>
      <main className="map-main" aria-label={t.map.title(title)}>
        <div ref={canvas} className={`map-canvas ${measuring ? 'measuring' : ''}`} tabIndex={0} role="application" aria-label={`${t.map.title(title)}. ${t.map.ground}`} data-ready={visible.length > 0} />
        <MapTools
          screen={screen}
          measuring={measuring}
          onMeasure={measure}
          onZoom={(steps) => view.current?.zoomBy(steps)}
          onExtent={() => bounds && view.current?.fit(bounds, true)}
          panel={panel}
          onPanel={() => setPanel(!panel)}
        />
        {error !== null && settled && (
          <div className="map-problem">
            <Notice kind="error" title={t.map.layerFailed} action={<Button small onPress={() => setAttempt(attempt + 1)}>{t.action.retry}</Button>}>
              {describe(error)}
            </Notice>
          </div>
        )}
        {measuring && (
          <p className="map-hint" role="status">
            {t.map.measureHint}
          </p>
        )}
        <Readout pointer={pointer} ground={ground} />
        <Attribution basemap={basemap} />
      </main>
      {frame === 'app' && project && <MapHeader project={project} title={title} task={single ? (tasks[0] ?? null) : null} other="3d" />}
      {frame === 'public' && <PublicHeader title={title} task={single ? (tasks[0] ?? null) : null} other="3d" />}
      {panel && layer && (
        <LayerPanel
          available={available}
          layer={layer}
          onLayer={(next) => setQuery({ t: next })}
          sources={sources}
          opacity={opacity}
          onOpacity={setOpacity}
          basemaps={basemaps}
          basemap={basemap}
          onBasemap={chooseBasemap}
          style={style}
          onStyle={(next) => setStyles({ ...styles, [layer]: next })}
          single={single}
          hidden={hidden}
          onToggle={toggleTask}
          onZoomTo={(source) => view.current?.fit(source.tiles.bounds, true)}
          measurements={measurements}
          onRemoveMeasurement={(id) => view.current?.removeMeasurement(id)}
          onClearMeasurements={() => view.current?.clearMeasurements()}
          onClose={() => setPanel(false)}
        />
      )}
    </div>
  );
}

/** In a project, tasks that a newer one mostly covers start hidden. */
function coveredTasks(tasks: readonly Task[]): ReadonlySet<string> {
  const placed = tasks.filter((task) => task.extent);
  const hidden = hiddenAtFirst(placed.map((task) => task.extent ?? [0, 0, 0, 0]));
  return new Set(placed.filter((_, index) => hidden[index]).map((task) => String(task.id)));
}

function usualStyle(sources: readonly MapSource[]): ElevationStyle {
  const [low, high] = jointRange(sources);
  const first = sources[0]?.metadata?.color_maps[0]?.key ?? 'viridis';
  return { colorMap: first, low, high, hillshade: 'normal' };
}
