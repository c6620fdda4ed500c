import { useEffect, useState } from 'react';
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Histogram } from './Histogram.tsx';
import { gradientOf, jointRange, type ElevationStyle, type MapSource } from './layers.ts';

interface ElevationControlsProps {
  style: ElevationStyle;
  onStyle: (style: ElevationStyle) => void;
  sources: readonly MapSource[];
}

/** Colours, height range and relief shading of a surface or terrain model. */
export function ElevationControls({ style, onStyle, sources }: ElevationControlsProps) {
  const metadata = sources[0]?.metadata ?? null;
  const [least, most] = jointRange(sources);
  const bands = sources.flatMap((source) => (source.metadata?.statistics['1'] ? [source.metadata.statistics['1']] : []));
  const maps = metadata?.color_maps ?? [];
  const hillshades = (['none', 'normal', 'strong'] as const).map((id) => ({ id, label: t.map.hillshades[id] }));
  const gradient = gradientOf(metadata, style.colorMap);
  return (
    <section className="map-section">
      {maps.length > 0 && (
        <Select label={t.map.colors} value={style.colorMap} choices={maps.map((map) => ({ id: map.key, label: map.label }))} onChange={(colorMap) => onStyle({ ...style, colorMap })} />
      )}
      <div className="range-box">
        <h3>{t.map.range}</h3>
        <Histogram bands={bands} from={Math.min(least, style.low)} to={Math.max(most, style.high)} low={style.low} high={style.high} />
        <RangeSlider low={style.low} high={style.high} least={least} most={most} gradient={gradient} onRange={(low, high) => onStyle({ ...style, low, high })} />
      </div>
      <div className="columns even">
        <HeightField label={t.map.rangeLow} value={style.low} onValue={(low) => low < style.high && onStyle({ ...style, low })} />
        <HeightField label={t.map.rangeHigh} value={style.high} onValue={(high) => high > style.low && onStyle({ ...style, high })} />
      </div>
      {(style.low !== least || style.high !== most) && (
        <Button small look="quiet" onPress={() => onStyle({ ...style, low: least, high: most })}>
          {t.map.rangeReset}
        </Button>
      )}
      <Select label={t.map.hillshade} value={style.hillshade} choices={hillshades} onChange={(id) => onStyle({ ...style, hillshade: id as ElevationStyle['hillshade'] })} />
    </section>
  );
}

interface RangeSliderProps {
  low: number;
  high: number;
  least: number;
  most: number;
  gradient: string | null;
  onRange: (low: number, high: number) => void;
}

/** Two thumbs on one track; the map follows when a thumb is let go. */
function RangeSlider({ low, high, least, most, gradient, onRange }: RangeSliderProps) {
  const [pair, setPair] = useState([low, high]);
  useEffect(() => setPair([low, high]), [low, high]);
  const from = Math.min(least, low);
  const to = Math.max(most, high);
  const percent = (value: number) => `${((value - from) / (to - from)) * 100}%`;
  const [start = low, end = high] = pair;
  return (
    <Slider className="slider range" aria-label={t.map.range} value={pair} minValue={from} maxValue={to} step={0.01} onChange={(value) => setPair(value as number[])} onChangeEnd={(value) => commit(value as number[], onRange)}>
      <SliderTrack className="slider-track">
        <div className="range-fill" style={{ left: percent(start), right: `calc(100% - ${percent(end)})`, ...(gradient ? { background: gradient } : {}) }} />
        <SliderThumb className="slider-thumb" index={0} aria-label={t.map.rangeLow} />
        <SliderThumb className="slider-thumb" index={1} aria-label={t.map.rangeHigh} />
      </SliderTrack>
    </Slider>
  );
}

function commit(pair: number[], onRange: (low: number, high: number) => void): void {
  const [low = 0, high = 0] = pair;
  if (high > low) onRange(low, high);
}

/** A height in metres that counts when the field is left or Enter is pressed. */
function HeightField({ label, value, onValue }: { label: string; value: number; onValue: (value: number) => void }) {
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const take = () => {
    const number = Number(text.replace(',', '.'));
    if (text.trim() !== '' && Number.isFinite(number)) onValue(number);
    else setText(String(value));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextField label={`${label} (${t.map.metres})`} value={text} onChange={setText} inputMode="decimal" onBlur={take} />
    </form>
  );
}
