const HEX = /^#[0-9a-fA-F]{6}$/;

/**
 * The colours of a theme as declarations of our own ones. Colours of the ground and of text hold by day only: a theme has one
 * of each, and white paper would be all that is seen at night.
 */
export function themeCss(theme: Readonly<Record<string, string>>, designed: (name: string) => string): string {
  const lines: string[] = [];
  const set = (colour: string, use: (value: string) => [string, string][]) => {
    const value = theme[colour];
    if (value && HEX.test(value)) for (const [name, text] of use(value)) lines.push(`--${name}: ${text};`);
  };
  const byDay = (value: string, name: string): [string, string] => [name, `light-dark(${value}, ${designed(name)})`];
  set('primary', (value) => [byDay(value, 'ink')]);
  set('secondary', (value) => [byDay(value, 'ground'), byDay(value, 'surface'), byDay(value, 'surface-raised')]);
  set('tertiary', (value) => [['accent-text', `light-dark(${value}, color-mix(in srgb, ${value} 45%, white))`]]);
  set('button_primary', (value) => [
    ['accent', value],
    ['accent-hover', `color-mix(in srgb, ${value} 82%, ${inkOn(value)})`],
    ['accent-ink', inkOn(value)],
    ['accent-soft', `light-dark(color-mix(in srgb, ${value} 14%, white), color-mix(in srgb, ${value} 30%, black))`],
  ]);
  set('button_default', (value) => [
    ['button-ground', value],
    ['button-ink', inkOn(value)],
  ]);
  set('button_danger', (value) => [
    ['danger', value],
    ['danger-ink', inkOn(value)],
  ]);
  set('header_background', (value) => [
    ['header-ground', value],
    ['header-ink', inkOn(value)],
  ]);
  set('header_primary', (value) => [['header-ink', value]]);
  set('border', (value) => [byDay(value, 'line')]);
  set('highlight', (value) => [byDay(value, 'hover'), byDay(value, 'surface-sunken')]);
  set('dialog_warning', (value) => [['warn', `light-dark(color-mix(in srgb, ${value} 62%, black), ${value})`]]);
  set('failed', (value) => [byDay(value, 'bad-soft')]);
  set('success', (value) => [byDay(value, 'good-soft')]);
  return lines.length === 0 ? '' : `:root:root {\n${lines.join('\n')}\n}\n`;
}

/** Black or white, whichever can be read on a colour. */
export function inkOn(hex: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  // Both have the same contrast on a luminance of 0.179.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}
