import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// The contrast of WCAG 2.2 (1.4.3 and 1.4.11), measured on the colours as they stand in tokens.css, in both themes.
const css = readFileSync('src/styles/tokens.css', 'utf8');

function color(name: string, theme: 'light' | 'dark'): string {
  const value = new RegExp(`--${name}: ([^;]+);`).exec(css)?.[1] ?? '';
  const pair = /light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/.exec(value);
  return (theme === 'light' ? pair?.[1] : pair?.[2]) ?? value;
}

function luminance(hex: string): number {
  const linear = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['ground', 'surface', 'surface-raised', 'surface-sunken', 'hover'];
const texts: [string, string[]][] = [
  ['ink', [...grounds, 'accent-soft', 'bad-soft', 'warn-soft']],
  ['ink-soft', grounds],
  ['accent-text', ['ground', 'surface', 'surface-raised', 'accent-soft']],
  ['accent-ink', ['accent', 'accent-hover']],
  ['good', ['good-soft']],
  ['bad', ['bad-soft', 'surface', 'surface-raised']],
  ['warn', ['warn-soft']],
  ['info', ['info-soft']],
  ['surface', ['bad', 'bad-hover']],
];
const shapes: [string, string[]][] = [
  ['line-strong', ['ground', 'surface', 'surface-raised']],
  ['focus', grounds],
  ['accent', ['surface', 'surface-raised', 'surface-sunken']],
];

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  it.each(texts.flatMap(([text, on]) => on.map((ground) => [text, ground])))('%s on %s can be read', (text = '', ground = '') => {
    expect(contrast(color(text, theme), color(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapes.flatMap(([shape, on]) => on.map((ground) => [shape, ground])))('%s on %s can be seen', (shape = '', ground = '') => {
    expect(contrast(color(shape, theme), color(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
