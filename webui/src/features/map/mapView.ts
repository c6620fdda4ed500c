import OlMap from 'ol/Map.js';
import View from 'ol/View.js';
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js';
import TileLayer from 'ol/layer/Tile.js';
import { getPointResolution, toLonLat, transformExtent } from 'ol/proj.js';
import TileWMS from 'ol/source/TileWMS.js';
import XYZ from 'ol/source/XYZ.js';
import type { Basemap } from '../../api/site.ts';
import { tileUrls } from './basemaps.ts';
import { Measuring, type MeasureKind, type Measurement } from './measuring.ts';
import type { MapSource } from './layers.ts';

type Bounds = [number, number, number, number];

export interface MapEvents {
  onPointer: (position: [number, number] | null) => void;
  onMove: (state: { center: [number, number]; metresPerPixel: number }) => void;
  onTilesFailed: () => void;
  onMeasured: (measurements: Measurement[]) => void;
  onMeasureEnd: () => void;
}

interface Shown {
  layer: TileLayer<XYZ>;
  address: string;
}

/** The drawn map: an OpenLayers map with the tile layers asked for, a basemap behind them or nothing, and measuring. */
export class MapView {
  private readonly map: OlMap;
  private readonly shown = new Map<string, Shown>();
  private readonly measuring: Measuring;
  private behind: TileLayer<XYZ | TileWMS> | null = null;

  constructor(
    target: HTMLElement,
    private readonly events: MapEvents,
  ) {
    this.map = new OlMap({
      target,
      controls: [],
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      view: new View({ center: [0, 0], zoom: 2, maxZoom: 26, constrainResolution: false }),
      keyboardEventTarget: target,
    });
    this.map.on('pointermove', (event) => {
      if (!event.dragging) events.onPointer(lonLat(event.coordinate));
    });
    this.map.on('moveend', () => this.reportMove());
    target.addEventListener('pointerleave', () => events.onPointer(null));
    this.measuring = new Measuring(this.map, events.onMeasured, events.onMeasureEnd);
  }

  /** Draws exactly these sources, the first one on top. */
  show(sources: readonly { source: MapSource; address: string; opacity: number }[]): void {
    const wanted = new Set(sources.map(({ source }) => source.key));
    for (const [key, { layer }] of this.shown) {
      if (wanted.has(key)) continue;
      this.map.removeLayer(layer);
      this.shown.delete(key);
    }
    sources.forEach(({ source, address, opacity }, index) => {
      const layer = this.layerFor(source, address);
      layer.setOpacity(opacity);
      layer.setZIndex(sources.length - index);
    });
  }

  /** Draws a basemap behind everything, or none. That its tiles do not come, as without the internet, is no error. */
  showBasemap(basemap: Basemap | null): void {
    if (this.behind) this.map.removeLayer(this.behind);
    this.behind = basemap && new TileLayer({ source: basemapSource(basemap), zIndex: -1 });
    if (this.behind) this.map.addLayer(this.behind);
  }

  private layerFor(source: MapSource, address: string): TileLayer<XYZ> {
    const old = this.shown.get(source.key);
    if (old) {
      if (old.address !== address) {
        old.layer.getSource()?.setUrl(urlFor(source, address));
        old.address = address;
      }
      return old.layer;
    }
    const tiles = new XYZ({ url: urlFor(source, address), minZoom: source.tiles.minzoom, maxZoom: source.tiles.maxzoom, transition: 120, wrapX: false });
    tiles.on('tileloaderror', () => this.events.onTilesFailed());
    const layer = new TileLayer({ source: tiles, extent: mercatorExtent(source.tiles.bounds), preload: 1 });
    this.map.addLayer(layer);
    this.shown.set(source.key, { layer, address });
    return layer;
  }

  fit(bounds: Bounds, animate: boolean): void {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const isWide = (this.map.getSize()?.[0] ?? 0) > 760;
    const padding = isWide ? [72, 72, 64, 340] : [84, 72, 96, 20];
    this.map.getView().fit(mercatorExtent(bounds), { padding, duration: animate && !calm ? 350 : 0, maxZoom: 24 });
  }

  zoomBy(steps: number): void {
    const view = this.map.getView();
    view.animate({ zoom: (view.getZoom() ?? 2) + steps, duration: 180 });
  }

  measure(kind: MeasureKind | null): void {
    this.measuring.begin(kind);
  }

  removeMeasurement(id: number): void {
    this.measuring.remove(id);
  }

  clearMeasurements(): void {
    this.measuring.clear();
  }

  dispose(): void {
    this.map.setTarget(undefined);
    this.map.dispose();
  }

  private reportMove(): void {
    const view = this.map.getView();
    const center = view.getCenter() ?? [0, 0];
    const resolution = view.getResolution() ?? 1;
    this.events.onMove({ center: lonLat(center), metresPerPixel: getPointResolution(view.getProjection(), resolution, center) });
  }
}

function basemapSource(basemap: Basemap): XYZ | TileWMS {
  if (basemap.type === 'tms') return new XYZ({ urls: tileUrls(basemap), minZoom: basemap.minzoom, maxZoom: basemap.maxzoom, transition: 120 });
  const params = { LAYERS: basemap.layers, STYLES: basemap.styles, FORMAT: basemap.format || 'image/png' };
  return new TileWMS({ url: basemap.url, params, transition: 120 });
}

function lonLat(coordinate: number[]): [number, number] {
  const [longitude = 0, latitude = 0] = toLonLat(coordinate);
  return [longitude, latitude];
}

/** A hair smaller than the data, so that no tile is asked for that only touches its edge. */
function mercatorExtent(bounds: Bounds): number[] {
  const [west = 0, south = 0, east = 0, north = 0] = transformExtent(bounds, 'EPSG:4326', 'EPSG:3857');
  const hair = Math.min((east - west) / 1000, 0.01);
  return [west + hair, south + hair, east - hair, north - hair];
}

function urlFor(source: MapSource, address: string): string {
  return source.tiles.scheme === 'tms' ? address.replace('{y}', '{-y}') : address;
}

