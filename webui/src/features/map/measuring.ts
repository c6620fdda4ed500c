import type OlMap from 'ol/Map.js';
import type Feature from 'ol/Feature.js';
import type { FeatureLike } from 'ol/Feature.js';
import { LineString, Point, Polygon, type Geometry } from 'ol/geom.js';
import Draw from 'ol/interaction/Draw.js';
import VectorLayer from 'ol/layer/Vector.js';
import VectorSource from 'ol/source/Vector.js';
import { getArea, getLength } from 'ol/sphere.js';
import { Circle, Fill, Stroke, Style, Text } from 'ol/style.js';
import { formatArea, formatLength } from '../../format/format.ts';

export type MeasureKind = 'line' | 'area';

export interface Measurement {
  id: number;
  kind: MeasureKind;
  /** Metres. For an area: its border. */
  length: number;
  /** Square metres; null for a line. */
  area: number | null;
}

const INK = '#1d1400';
const AMBER = '#ffb020';

/** Drawing lines and areas, with geodesic sizes shown beside them. */
export class Measuring {
  private readonly source = new VectorSource();
  private readonly layer: VectorLayer;
  private draw: Draw | null = null;
  private nextId = 1;

  constructor(
    private readonly map: OlMap,
    private readonly onChange: (measurements: Measurement[]) => void,
    private readonly onEnd: () => void,
  ) {
    this.layer = new VectorLayer({ source: this.source, zIndex: 1000, style: styleOf });
    map.addLayer(this.layer);
    map.getTargetElement()?.addEventListener('keydown', (event) => this.key(event));
  }

  begin(kind: MeasureKind | null): void {
    if (this.draw) this.map.removeInteraction(this.draw);
    this.draw = null;
    if (kind === null) return;
    const draw = new Draw({ source: this.source, type: kind === 'line' ? 'LineString' : 'Polygon', style: styleOf });
    draw.on('drawend', (event) => {
      event.feature.setId(this.nextId++);
      // The source takes the feature after this event.
      setTimeout(() => {
        this.begin(null);
        this.report();
        this.onEnd();
      });
    });
    this.map.addInteraction(draw);
    this.draw = draw;
    this.map.getTargetElement()?.focus();
  }

  remove(id: number): void {
    const feature = this.source.getFeatureById(id);
    if (feature && !Array.isArray(feature)) this.source.removeFeature(feature as Feature<Geometry>);
    this.report();
  }

  clear(): void {
    this.source.clear();
    this.report();
  }

  private key(event: KeyboardEvent): void {
    if (!this.draw) return;
    if (event.key === 'Escape') {
      this.begin(null);
      this.onEnd();
    } else if (event.key === 'Enter') this.draw.finishDrawing();
    else if (event.key === 'Backspace') this.draw.removeLastPoint();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private report(): void {
    this.onChange(this.source.getFeatures().map((feature) => sizeOf(Number(feature.getId()), feature.getGeometry())));
  }
}

function sizeOf(id: number, geometry: Geometry | undefined): Measurement {
  if (geometry instanceof Polygon) {
    const ring = new LineString(geometry.getCoordinates()[0] ?? []);
    return { id, kind: 'area', length: getLength(ring), area: getArea(geometry) };
  }
  return { id, kind: 'line', length: geometry ? getLength(geometry) : 0, area: null };
}

function styleOf(feature: FeatureLike): Style[] {
  const geometry = feature.getGeometry();
  const base = new Style({
    stroke: new Stroke({ color: AMBER, width: 3 }),
    fill: new Fill({ color: 'rgba(255, 176, 32, 0.18)' }),
    image: new Circle({ radius: 5, fill: new Fill({ color: AMBER }), stroke: new Stroke({ color: INK, width: 1.5 }) }),
  });
  const casing = new Style({ stroke: new Stroke({ color: 'rgba(20, 14, 0, 0.55)', width: 6 }) });
  if (geometry instanceof Polygon) return [casing, base, labelAt(geometry.getInteriorPoint(), formatArea(getArea(geometry)))];
  if (geometry instanceof LineString) return [casing, base, labelAt(new Point(geometry.getLastCoordinate()), formatLength(getLength(geometry)))];
  return [base];
}

function labelAt(geometry: Geometry, text: string): Style {
  return new Style({
    geometry,
    text: new Text({
      text,
      font: '600 13px "Geist Variable", sans-serif',
      offsetY: -16,
      fill: new Fill({ color: INK }),
      backgroundFill: new Fill({ color: AMBER }),
      padding: [3, 6, 2, 6],
      overflow: true,
    }),
  });
}
