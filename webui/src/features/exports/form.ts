import type { ExportLayer } from '../../api/exports.ts';
import type { Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';

export interface ExportForm {
  layer: ExportLayer;
  format: string;
  epsg: string;
  formula: string;
  bands: string;
  colorMap: string;
  resample: string;
}

const rasterFormats = ['gtiff', 'gtiff-rgb', 'jpg', 'png', 'kmz'];
const cloudFormats = ['laz', 'las', 'ply', 'csv'];

const sources: [string, ExportLayer][] = [
  ['orthophoto.tif', 'orthophoto'],
  ['dsm.tif', 'dsm'],
  ['dtm.tif', 'dtm'],
  ['georeferenced_model.laz', 'georeferenced_model'],
];

export function exportLayers(task: Task): ExportLayer[] {
  return sources.filter(([asset]) => task.available_assets.includes(asset)).map(([, layer]) => layer);
}

export function formatsOf(layer: ExportLayer): readonly string[] {
  return layer === 'georeferenced_model' ? cloudFormats : rasterFormats;
}

export function initialForm(layer: ExportLayer): ExportForm {
  return { layer, format: formatsOf(layer)[0] ?? 'gtiff', epsg: '', formula: '', bands: 'auto', colorMap: '', resample: '' };
}

/** A form for another layer: what fits stays. */
export function withLayer(form: ExportForm, layer: ExportLayer): ExportForm {
  const usual = initialForm(layer);
  return { ...usual, format: formatsOf(layer).includes(form.format) ? form.format : usual.format, epsg: form.epsg };
}

/** Colours are given to heights and indices, when the result is a picture and not the values. */
export function takesColors({ layer, format, formula }: ExportForm): boolean {
  if (layer === 'georeferenced_model' || format === 'gtiff') return false;
  return layer !== 'orthophoto' || formula !== '';
}

export interface FormProblems {
  epsg?: string;
  resample?: string;
}

export function problemsOf(form: ExportForm): FormProblems {
  const problems: FormProblems = {};
  const code = codeOf(form.epsg);
  if (code !== '' && !/^[1-9]\d{3,6}$/.test(code)) problems.epsg = t.exports.epsgBad;
  const distance = Number(form.resample.replace(',', '.'));
  if (form.layer === 'georeferenced_model' && form.resample.trim() !== '' && !(distance >= 0)) problems.resample = t.exports.resampleBad;
  return problems;
}

/** What is sent: the choices that differ from what the server does by itself. */
export function bodyOf(form: ExportForm): Record<string, string | number> {
  const body: Record<string, string | number> = { format: form.format };
  const code = codeOf(form.epsg);
  if (code !== '') body.epsg = Number(code);
  if (form.layer === 'orthophoto' && form.formula !== '') {
    body.formula = form.formula;
    body.bands = form.bands;
  }
  if (takesColors(form) && form.colorMap !== '') body.color_map = form.colorMap;
  const distance = Number(form.resample.replace(',', '.'));
  if (form.layer === 'georeferenced_model' && distance > 0) body.resample = distance;
  return body;
}

/** People write codes with and without their prefix. */
function codeOf(text: string): string {
  return text.trim().replace(/^EPSG:\s*/i, '');
}
