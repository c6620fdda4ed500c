import type { OptionDefinition, OptionValue, Preset } from '../../api/types.ts';
import { t } from '../../messages/index.ts';

export type OptionGroup = keyof typeof t.options.groups;

/** Options that only make extra formats, which the product offers as export, and those it sets itself. */
const hidden = new Set([
  'build-overviews',
  'orthophoto-no-tiled',
  'orthophoto-compression',
  'orthophoto-png',
  'orthophoto-kmz',
  'pc-copc',
  'pc-las',
  'pc-ply',
  'pc-csv',
  'pc-ept',
  'cog',
  'gltf',
  'rerun-from',
  'rerun',
  'rerun-all',
]);

const groups: [RegExp, OptionGroup][] = [
  [/^(split|sm-|merge)/, 'split'],
  [/^(crop|boundary|auto-boundary)/, 'bounds'],
  [/^(tiles|3d-tiles|tile)/, 'tiles'],
  [/^(pc-|smrf-|depthmap)/, 'cloud'],
  [/^(mesh-|texturing-|use-3dmesh|skip-3dmodel|mesh)/, 'mesh'],
  [/^(dsm|dtm|dem-)/, 'dem'],
  [/^(orthophoto-|fast-orthophoto|skip-orthophoto|ignore-gsd)/, 'ortho'],
  [/^(feature-|min-num-features|matcher-|sfm-|camera|use-fixed|use-hybrid|rolling-|cameras)/, 'sfm'],
  [/^(gps-|geo|gcp|use-exif|force-gps|radiometric|primary-band|skip-band|video-|sky-|bg-|align|crs)/, 'input'],
  [/^(max-concurrency|no-gpu|optimize-disk|end-with|skip-report|copy-to|log)/, 'system'],
];

export function groupOf(name: string): OptionGroup {
  return groups.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

export function offered(definitions: readonly OptionDefinition[]): OptionDefinition[] {
  return definitions.filter((definition) => !hidden.has(definition.name));
}

export function choicesOf(definition: OptionDefinition): string[] {
  return Array.isArray(definition.domain) ? definition.domain.filter((choice) => choice !== '') : [];
}

/** Help texts may hold placeholders that the client fills in. */
export function helpOf(definition: OptionDefinition): string {
  return definition.help.replaceAll('%(default)s', definition.value || t.options.empty).replaceAll('%(choices)s', choicesOf(definition).join(', ')).replaceAll('%%', '%');
}

export function valueOf(options: readonly OptionValue[], name: string): OptionValue['value'] | undefined {
  return options.find((option) => option.name === name)?.value;
}

/** Sets an option, or takes it out when the value is empty or the default: only changed values are stored. */
export function withOption(options: readonly OptionValue[], definition: OptionDefinition, value: string | boolean): OptionValue[] {
  const others = options.filter((option) => option.name !== definition.name);
  const isDefault = value === '' || String(value) === definition.value;
  if (isDefault) return others;
  return [...others, { name: definition.name, value: converted(definition, value) }];
}

function converted(definition: OptionDefinition, value: string | boolean): OptionValue['value'] {
  if (typeof value === 'boolean') return value;
  const isNumeric = definition.type === 'int' || definition.type === 'float';
  return isNumeric && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** What is wrong with a value, or null. Follows the domain texts of the node protocol. */
export function problemOf(definition: OptionDefinition, value: OptionValue['value'] | undefined): string | null {
  if (value === undefined || value === '') return null;
  const texts = t.options.problems;
  if (definition.type === 'enum') return choicesOf(definition).includes(String(value)) ? null : texts.choice;
  if (definition.type === 'bool') return null;
  const domain = typeof definition.domain === 'string' ? definition.domain : '';
  if (definition.type === 'string') return domain === 'json' && !isJson(String(value)) ? texts.json : null;
  const number = Number(value);
  if (!Number.isFinite(number)) return definition.type === 'int' ? texts.integer : texts.number;
  if (definition.type === 'int' && !Number.isInteger(number)) return texts.integer;
  return rangeProblem(domain, number);
}

function rangeProblem(domain: string, number: number): string | null {
  const texts = t.options.problems;
  if (/^positive /.test(domain) && number < 0) return texts.positive;
  if (domain === 'percent' && number < 0) return texts.atLeast('0');
  if (domain === 'percent' && number > 100) return texts.atMost('100');
  const between = /:\s*(-?[\d.]+)\s*<=\s*x\s*<=\s*(-?[\d.]+)/.exec(domain);
  if (between?.[1] && number < Number(between[1])) return texts.atLeast(between[1]);
  if (between?.[2] && number > Number(between[2])) return texts.atMost(between[2]);
  const bound = /^(?:float|integer)\s*(>=|>|<=|<)\s*(-?[\d.]+)/.exec(domain);
  if (!bound?.[2]) return null;
  const limit = Number(bound[2]);
  if (bound[1] === '>' && number <= limit) return texts.above(bound[2]);
  if (bound[1] === '>=' && number < limit) return texts.atLeast(bound[2]);
  if (bound[1] === '<=' && number > limit) return texts.atMost(bound[2]);
  if (bound[1] === '<' && number >= limit) return texts.atMost(bound[2]);
  return null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Those of a preset's options that the nodes know. */
export function known(options: readonly OptionValue[], definitions: readonly OptionDefinition[]): OptionValue[] {
  const names = new Set(definitions.map((definition) => definition.name));
  return options.filter((option) => names.has(option.name));
}

/** The preset whose options equal these, or null for a mixture of one's own. */
export function matchingPreset(presets: readonly Preset[], options: readonly OptionValue[], definitions: readonly OptionDefinition[]): Preset | null {
  const wanted = signature(options);
  return presets.find((preset) => signature(definitions.length > 0 ? known(preset.options, definitions) : preset.options) === wanted) ?? null;
}

function signature(options: readonly OptionValue[]): string {
  return options
    .map((option) => `${option.name}=${String(option.value)}`)
    .sort()
    .join('\n');
}
