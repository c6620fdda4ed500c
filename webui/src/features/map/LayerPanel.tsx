import { Label, Slider, SliderOutput, SliderThumb, SliderTrack, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { Basemap } from '../../api/site.ts';
import type { Layer } from '../../api/tasks.ts';
import { formatArea, formatLength, formatPercent } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Checkbox, Select } from '../../ui/fields.tsx';
import { displayName } from '../tasks/taskState.ts';
import { ElevationControls } from './ElevationControls.tsx';
import type { ElevationStyle, MapSource } from './layers.ts';
import type { Measurement } from './measuring.ts';

interface LayerPanelProps {
  available: readonly Layer[];
  layer: Layer;
  onLayer: (layer: Layer) => void;
  sources: readonly MapSource[];
  opacity: number;
  onOpacity: (opacity: number) => void;
  basemaps: readonly Basemap[];
  basemap: Basemap | null;
  onBasemap: (basemap: Basemap | null) => void;
  style: ElevationStyle | null;
  onStyle: (style: ElevationStyle) => void;
  single: boolean;
  hidden: ReadonlySet<string>;
  onToggle: (task: string) => void;
  onZoomTo: (source: MapSource) => void;
  measurements: readonly Measurement[];
  onRemoveMeasurement: (id: number) => void;
  onClearMeasurements: () => void;
  onClose: () => void;
}

export function LayerPanel(props: LayerPanelProps) {
  const { available, layer, onLayer, style, onStyle, sources, single } = props;
  return (
    <aside className="map-card map-panel" aria-label={t.map.panel}>
      <div className="map-panel-head">
        <h2>{t.map.layers}</h2>
        <IconButton icon="close" small label={t.map.hidePanel} onPress={props.onClose} />
      </div>
      <ToggleButtonGroup className="segments" aria-label={t.map.layers} selectionMode="single" disallowEmptySelection selectedKeys={[layer]} onSelectionChange={(keys) => [...keys].forEach((key) => onLayer(key as Layer))}>
        {available.map((name) => (
          <ToggleButton key={name} id={name} className="segment" aria-label={t.map.layer[name]}>
            {available.length > 1 ? t.map.short[name] : t.map.layer[name]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <p className="map-layer-name">{t.map.layer[layer]}</p>
      <OpacitySlider opacity={props.opacity} onOpacity={props.onOpacity} />
      <BackgroundSelect {...props} />
      {style && <ElevationControls key={layer} style={style} onStyle={onStyle} sources={sources} />}
      {!single && <TaskLayers {...props} />}
      <Measurements {...props} />
    </aside>
  );
}

function BackgroundSelect({ basemaps, basemap, onBasemap }: LayerPanelProps) {
  if (basemaps.length === 0) return null;
  const choices = [{ id: '', label: t.map.noBackground }, ...basemaps.map(({ id, label }) => ({ id: String(id), label }))];
  return <Select label={t.map.background} value={basemap ? String(basemap.id) : ''} choices={choices} onChange={(id) => onBasemap(basemaps.find((known) => String(known.id) === id) ?? null)} />;
}

function OpacitySlider({ opacity, onOpacity }: { opacity: number; onOpacity: (opacity: number) => void }) {
  return (
    <Slider className="slider" value={opacity} minValue={0} maxValue={1} step={0.05} onChange={(value) => onOpacity(Number(value))}>
      <div className="slider-head">
        <Label>{t.map.opacity}</Label>
        <SliderOutput>{formatPercent(opacity)}</SliderOutput>
      </div>
      <SliderTrack className="slider-track" style={{ '--filled': `${opacity * 100}%` } as React.CSSProperties}>
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
    </Slider>
  );
}

function TaskLayers({ sources, hidden, onToggle, onZoomTo }: LayerPanelProps) {
  return (
    <section className="map-section">
      <h3>{t.map.tasks}</h3>
      <ul className="map-tasks">
        {sources.map((source) => (
          <li key={source.key}>
            <Checkbox selected={!hidden.has(String(source.task.id))} onChange={() => onToggle(String(source.task.id))}>
              {displayName(source.task)}
            </Checkbox>
            <IconButton icon="extent" small label={t.map.zoomTo(displayName(source.task))} onPress={() => onZoomTo(source)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Measurements({ measurements, onRemoveMeasurement, onClearMeasurements }: LayerPanelProps) {
  if (measurements.length === 0) return null;
  return (
    <section className="map-section">
      <h3>{t.map.measurements}</h3>
      <ul className="map-measurements">
        {measurements.map((measurement) => (
          <li key={measurement.id}>
            <span className="tabular">
              {measurement.area === null ? formatLength(measurement.length) : formatArea(measurement.area)}
              {measurement.area !== null && <small>{`${t.map.perimeter} ${formatLength(measurement.length)}`}</small>}
            </span>
            <IconButton icon="close" small label={t.map.removeMeasurement(measurement.id)} onPress={() => onRemoveMeasurement(measurement.id)} />
          </li>
        ))}
      </ul>
      <Button small look="quiet" onPress={onClearMeasurements}>
        {t.map.measureClear}
      </Button>
    </section>
  );
}
