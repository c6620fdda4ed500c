import { describe, expect, it } from 'vitest';
import { inkOn, themeCss } from './siteTheme.ts';

const designed = (name: string) => `designed-${name}`;

describe('the colours of a theme', () => {
  it('are left as designed when none is set', () => {
    expect(themeCss({}, designed)).toBe('');
  });

  it('of the ground hold by day only', () => {
    expect(themeCss({ border: '#112233' }, designed)).toContain('--line: light-dark(#112233, designed-line);');
  });

  it('take an ink that can be read on them', () => {
    expect(inkOn('#ffffff')).toBe('#000000');
    expect(inkOn('#f39c12')).toBe('#000000');
    expect(inkOn('#2c3e50')).toBe('#ffffff');
    expect(themeCss({ button_primary: '#2c3e50' }, designed)).toContain('--accent-ink: #ffffff;');
  });

  it('that are none are left out', () => {
    expect(themeCss({ border: 'red;} body{display:none', unknown: '#112233' }, designed)).toBe('');
  });

  it('of the header may name its ink', () => {
    const css = themeCss({ header_background: '#000000', header_primary: '#ffee00' }, designed);
    expect(css.lastIndexOf('--header-ink: #ffee00')).toBeGreaterThan(css.indexOf('--header-ink: #ffffff'));
  });
});
