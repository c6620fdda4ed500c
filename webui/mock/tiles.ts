import { encodePng } from './png.ts';
import { EXTENT } from './state.ts';

const SIZE = 256;
export const LOW = 182.4;
const HIGH = 214.9;

const viridis = [0x440154, 0x46327e, 0x365c8d, 0x277f8e, 0x1fa187, 0x4ac16d, 0xa0da39, 0xfde725];
const terrain = [0x333399, 0x0fa5ff, 0x00cc66, 0x7fd97f, 0xffff99, 0xbfa07a, 0x805c54, 0xffffff];
const ramps: Record<string, number[]> = { viridis, terrain };

/** A made-up shore: sand, water, grass and some trees, the same at every zoom. Null outside the extent. */
export function renderTile(layer: string, zoom: number, x: number, y: number, query: URLSearchParams): Buffer | null {
  const scale = 2 ** zoom;
  const west = lon(x / scale);
  const east = lon((x + 1) / scale);
  const north = lat(y / scale);
  const south = lat((y + 1) / scale);
  if (east <= EXTENT[0] || west >= EXTENT[2] || north <= EXTENT[1] || south >= EXTENT[3]) return null;
  const at = (px: number, py: number): [number, number] => [west + ((east - west) * (px + 0.5)) / SIZE, north + ((south - north) * (py + 0.5)) / SIZE];
  return render(SIZE, layer, at, query);
}

export function renderThumbnail(size: number): Buffer {
  const at = (px: number, py: number): [number, number] => [EXTENT[0] + ((EXTENT[2] - EXTENT[0]) * px) / size, EXTENT[3] + ((EXTENT[1] - EXTENT[3]) * py) / size];
  return render(size, 'orthophoto', at, new URLSearchParams());
}

function render(size: number, layer: string, at: (x: number, y: number) => [number, number], query: URLSearchParams): Buffer {
  const [low = 0, high = 1000] = (query.get('rescale') ?? '0,1000').split(',').map(Number);
  const ramp = ramps[query.get('color_map') ?? ''] ?? [0x000000, 0xffffff];
  const shaded = query.has('hillshade');
  const pixels = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [longitude, latitude] = at(x, y);
      const u = (longitude - EXTENT[0]) / (EXTENT[2] - EXTENT[0]);
      const v = (EXTENT[3] - latitude) / (EXTENT[3] - EXTENT[1]);
      if (!inside(u, v)) continue;
      const height = heightAt(layer, u, v);
      const light = 1 + (shaded || layer === 'orthophoto' ? slope(layer, u, v) : 0);
      const color = layer === 'orthophoto' ? ground(u, v) : rampColor(ramp, (height - low) / (high - low));
      const to = (y * size + x) * 4;
      for (let band = 0; band < 3; band++) pixels[to + band] = Math.max(0, Math.min(255, (color[band] ?? 0) * light));
      pixels[to + 3] = 255;
    }
  }
  return encodePng(size, size, pixels);
}

/** A ragged edge, as the hull of a flight has. */
function inside(u: number, v: number): boolean {
  const edge = 0.03 + 0.02 * Math.sin(u * 23) + 0.015 * Math.cos(v * 31);
  return u > edge && v > edge && u < 1 - edge && v < 1 - edge;
}

export function heightAt(layer: string, u: number, v: number): number {
  const bank = 1 / (1 + Math.exp(-(u * 9 - 3.6 - Math.sin(v * 4) * 0.8)));
  const terrainHeight = LOW + 1.5 + bank * 19 + noise(u * 6, v * 4) * 3;
  return layer === 'dtm' ? terrainHeight : terrainHeight + treeAt(u, v) * 7;
}

function slope(layer: string, u: number, v: number): number {
  const step = 0.0015;
  const east = heightAt(layer, u + step, v) - heightAt(layer, u - step, v);
  const south = heightAt(layer, u, v + step) - heightAt(layer, u, v - step);
  return Math.max(-0.55, Math.min(0.4, (-east - south) * 0.22));
}

function treeAt(u: number, v: number): number {
  const cover = noise(u * 7 + 40, v * 5 + 7);
  const crown = noise(u * 60, v * 42);
  return u > 0.42 && cover > 0.5 ? Math.max(0, crown - 0.35) * 1.5 : 0;
}

function ground(u: number, v: number): [number, number, number] {
  const fine = (noise(u * 240, v * 170) - 0.5) * 26;
  const shore = u * 9 - 3.6 - Math.sin(v * 4) * 0.8 + (noise(u * 30, v * 20) - 0.5) * 0.5;
  const tree = treeAt(u, v);
  if (shore < -1.6) return [44 + fine * 0.3, 84 + fine * 0.3, 96 + fine * 0.3];
  if (shore < -1.35) return [150 + fine, 168 + fine, 166 + fine];
  if (Math.abs(v - 0.55 - 0.12 * Math.sin(u * 5)) < 0.012 && u > 0.4) return [146 + fine, 142 + fine, 134 + fine];
  if (tree > 0.05) return [46 + fine + tree * 20, 74 + fine + tree * 36, 40 + fine];
  if (shore < 0.1) return [196 + fine, 180 + fine, 148 + fine];
  const dry = noise(u * 12, v * 9);
  return [104 + dry * 50 + fine, 122 + dry * 22 + fine, 66 + dry * 26 + fine];
}

/** Value noise in 0…1. */
function noise(x: number, y: number): number {
  let sum = 0;
  let weight = 0.5;
  for (let octave = 0; octave < 3; octave++) {
    sum += weight * lattice(x * 2 ** octave, y * 2 ** octave);
    weight /= 2;
  }
  return sum / 0.875;
}

function lattice(x: number, y: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const s = smooth(x - i);
  const r = smooth(y - j);
  return (hash(i, j) * (1 - s) + hash(i + 1, j) * s) * (1 - r) + (hash(i, j + 1) * (1 - s) + hash(i + 1, j + 1) * s) * r;
}

function hash(i: number, j: number): number {
  let n = Math.imul(i, 374761393) + Math.imul(j, 668265263);
  n = Math.imul(n ^ (n >>> 13), 1274126177);
  return ((n ^ (n >>> 16)) >>> 0) / 4294967295;
}

function smooth(x: number): number {
  return x * x * (3 - 2 * x);
}

function rampColor(ramp: readonly number[], share: number): [number, number, number] {
  const place = Math.max(0, Math.min(1, share)) * (ramp.length - 1);
  const index = Math.min(ramp.length - 2, Math.floor(place));
  const mix = place - index;
  const [a = 0, b = 0] = [ramp[index], ramp[index + 1]];
  const band = (shift: number) => ((a >> shift) & 255) * (1 - mix) + ((b >> shift) & 255) * mix;
  return [band(16), band(8), band(0)];
}

const algorithms = [
  { id: 'VARI', filters: ['RGB'], expr: '(G-R)/(G+R-B)', help: 'Shows how green plants are, from colours alone.', range: [-1, 1] },
  { id: 'GLI', filters: ['RGB'], expr: '(2*G-R-B)/(2*G+R+B)', help: 'Tells leaves from bare ground.', range: [-1, 1] },
];

export function layerMetadata(name: string, layer: string, formula: string | null): object {
  const isPhoto = layer === 'orthophoto';
  const band = isPhoto ? { min: 0, max: 255, std: 40, percentiles: [10, 240] } : { min: LOW, max: layer === 'dtm' ? 205.2 : HIGH, std: 6, percentiles: [184, 210] };
  const maps = Object.entries(ramps).map(([key, ramp]) => ({
    key,
    label: key[0]?.toUpperCase() + key.slice(1),
    color_map: Array.from({ length: 256 }, (_, index) => {
      const [r, g, b] = rampColor(ramp, index / 255);
      return ((Math.round(r) << 24) | (Math.round(g) << 16) | (Math.round(b) << 8) | 255) >>> 0;
    }),
  }));
  const histogram = isPhoto ? undefined : heights(layer, band.min, band.max);
  return { name, scheme: 'xyz', tiles: [], minzoom: 15, maxzoom: 22, statistics: { '1': { ...band, histogram } }, color_maps: isPhoto && !formula ? [] : maps, algorithms: formula ? algorithms : [] };
}

function heights(layer: string, min: number, max: number): [number[], number[]] {
  const counts = new Array<number>(255).fill(0);
  for (let v = 0; v < 1; v += 0.01) {
    for (let u = 0; u < 1; u += 0.01) {
      const bin = Math.floor(((heightAt(layer, u, v) - min) / (max - min)) * 255);
      if (inside(u, v) && bin >= 0 && bin < 255) counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return [counts, Array.from({ length: 256 }, (_, index) => min + ((max - min) * index) / 255)];
}

function lon(x: number): number {
  return x * 360 - 180;
}

function lat(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}
