import { readMetadata, readTileJson, type Layer } from '../../api/tasks.ts';
import type { LayerMetadata, Task, TileJson } from '../../api/types.ts';

/** One layer of one task, ready to be drawn. */
export interface MapSource {
  key: string;
  task: Task;
  layer: Layer;
  tiles: TileJson;
  /** Statistics and colour maps; absent when the server does not give them. */
  metadata: LayerMetadata | null;
}

export interface ElevationStyle {
  colorMap: string;
  low: number;
  high: number;
  hillshade: 'none' | 'normal' | 'strong';
}

const assets: [string, Layer][] = [
  ['orthophoto.tif', 'orthophoto'],
  ['dsm.tif', 'dsm'],
  ['dtm.tif', 'dtm'],
];

export function layersOf(task: Task): Layer[] {
  return assets.filter(([asset]) => task.available_assets.includes(asset)).map(([, layer]) => layer);
}

/** Which layer to show first: the one asked for in the address, else orthophoto, surface, terrain. */
export function firstLayer(layers: readonly Layer[], asked: string | null): Layer | null {
  return layers.find((layer) => layer === asked) ?? layers[0] ?? null;
}

export async function loadSource(task: Task, layer: Layer): Promise<MapSource> {
  const [tiles, metadata] = await Promise.all([
    readTileJson(task.project, task.id, layer),
    layer === 'orthophoto' ? null : readMetadata(task.project, task.id, layer).catch(() => null),
  ]);
  return { key: `${task.id}/${layer}`, task, layer, tiles, metadata };
}

/** The heights of a model: its real extremes, or a guess when the server does not tell. */
export function heightRange(metadata: LayerMetadata | null): [number, number] {
  const band = metadata?.statistics['1'];
  if (!band || !Number.isFinite(band.min) || !Number.isFinite(band.max)) return [0, 100];
  return band.max > band.min ? [band.min, band.max] : [band.min - 0.5, band.max + 0.5];
}

/** The range of all sources together, rounded outwards to centimetres. */
export function jointRange(sources: readonly MapSource[]): [number, number] {
  const ranges = sources.map((source) => heightRange(source.metadata));
  if (ranges.length === 0) return [0, 100];
  const low = Math.min(...ranges.map(([least]) => least));
  const high = Math.max(...ranges.map(([, most]) => most));
  return [Math.floor(low * 100) / 100, Math.ceil(high * 100) / 100];
}

const EXAGGERATION = { none: null, normal: '1', strong: '5' } as const;

/**
 * The tile address with the style of an elevation model. The run's time is part of it, so that the browser may keep
 * tiles for long and still shows new results after a restart.
 */
export function tileAddress(source: MapSource, style: ElevationStyle | null): string {
  const template = source.tiles.tiles[0] ?? '';
  const query = new URLSearchParams();
  if (style) {
    query.set('rescale', `${style.low},${style.high}`);
    query.set('color_map', style.colorMap);
    const exaggeration = EXAGGERATION[style.hillshade];
    if (exaggeration) query.set('hillshade', exaggeration);
  }
  query.set('scheme', source.tiles.scheme);
  query.set('v', String(source.task.processing_time));
  return `${template}${template.includes('?') ? '&' : '?'}${query}`;
}

/** The smallest box around all, west, south, east, north; null when there is none. */
export function unionBounds(all: readonly (readonly [number, number, number, number])[]): [number, number, number, number] | null {
  if (all.length === 0) return null;
  return all.reduce<[number, number, number, number]>(
    (box, next) => [Math.min(box[0], next[0]), Math.min(box[1], next[1]), Math.max(box[2], next[2]), Math.max(box[3], next[3])],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
}

/** The stops of a colour map as CSS colours, for a legend. */
export function gradientOf(metadata: LayerMetadata | null, key: string): string | null {
  const colors = metadata?.color_maps.find((map) => map.key === key)?.color_map;
  if (!colors || colors.length === 0) return null;
  const steps = Math.min(colors.length, 24);
  const stops = Array.from({ length: steps }, (_, index) => cssColor(colors[Math.round((index * (colors.length - 1)) / Math.max(1, steps - 1))] ?? 0));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function cssColor(value: number): string {
  return `rgb(${(value >>> 24) & 255} ${(value >>> 16) & 255} ${(value >>> 8) & 255})`;
}
