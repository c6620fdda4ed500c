import { describe, expect, it } from 'vitest';
import type { OptionDefinition } from '../../api/types.ts';
import { groupOf, helpOf, known, matchingPreset, offered, problemOf, withOption } from './options.ts';
import { options as catalogue, presets } from '../../../mock/catalogue.ts';

const define = (type: string, domain: string | string[] = '', value = ''): OptionDefinition => ({ name: 'x', type, value, domain, help: '' });

describe('problemOf', () => {
  it.each([
    ['int', 'positive integer', '5', null],
    ['int', 'positive integer', '0', null],
    ['int', 'positive integer', '-1', 'Enter a number of 0 or more.'],
    ['int', 'positive integer', '2.5', 'Enter a whole number.'],
    ['float', 'float > 0.0', '0', 'Enter a number above 0.0.'],
    ['float', 'float > 0.0', '0.01', null],
    ['float', 'float >= 1', '0.5', 'Enter at least 1.'],
    ['int', 'integer: 1 <= x <= 14', '15', 'Enter at most 14.'],
    ['int', 'integer: 1 <= x <= 14', '0', 'Enter at least 1.'],
    ['int', 'integer: 1 <= x <= 14', '14', null],
    ['float', 'percent', '101', 'Enter at most 100.'],
    ['float', 'float', 'wide', 'Enter a number.'],
    ['string', 'json', '{"a": 1}', null],
    ['string', 'json', '{a', 'Enter valid JSON.'],
    ['string', 'string', 'anything', null],
  ])('%s in "%s" with %s', (type, domain, value, problem) => expect(problemOf(define(type, domain), value)).toBe(problem));

  it('refuses a choice that is not in the list', () => {
    expect(problemOf(define('enum', ['low', 'high']), 'low')).toBeNull();
    expect(problemOf(define('enum', ['low', 'high']), 'ultra')).not.toBeNull();
  });

  it('has nothing against the default', () => expect(problemOf(define('float', 'float > 0.0'), undefined)).toBeNull());
});

describe('withOption', () => {
  const resolution = catalogue.find((option) => option.name === 'orthophoto-resolution') as OptionDefinition;
  const dsm = catalogue.find((option) => option.name === 'dsm') as OptionDefinition;

  it('stores only what differs from the default, as numbers and booleans', () => {
    const changed = withOption(withOption([], resolution, '2.5'), dsm, true);
    expect(changed).toEqual([{ name: 'orthophoto-resolution', value: 2.5 }, { name: 'dsm', value: true }]);
    expect(withOption(changed, resolution, '5')).toEqual([{ name: 'dsm', value: true }]);
    expect(withOption(changed, dsm, false)).toEqual([{ name: 'orthophoto-resolution', value: 2.5 }]);
    expect(withOption(changed, resolution, '')).toEqual([{ name: 'dsm', value: true }]);
  });

  it('keeps text that is no number, for the form to complain about', () => {
    expect(withOption([], resolution, 'wide')).toEqual([{ name: 'orthophoto-resolution', value: 'wide' }]);
  });
});

describe('presets', () => {
  it('are recognised whatever the order of their options', () => {
    const reversed = [...(presets[3]?.options ?? [])].reverse();
    expect(matchingPreset(presets, reversed, catalogue)?.name).toBe('DSM + DTM');
    expect(matchingPreset(presets, [...reversed, { name: 'tiles', value: true }], catalogue)).toBeNull();
  });

  it('leave out what the node does not know', () => {
    expect(known([{ name: 'dsm', value: true }, { name: 'moon-phase', value: 1 }], catalogue)).toEqual([{ name: 'dsm', value: true }]);
  });
});

describe('the offer', () => {
  it('has no export formats and no restart stage', () => {
    const names = offered(catalogue).map((option) => option.name);
    expect(names).not.toContain('pc-las');
    expect(names).not.toContain('rerun-from');
    expect(names).toContain('dsm');
  });

  it('has every option of the catalogue in a group of its own kind', () => {
    expect(offered(catalogue).filter((option) => groupOf(option.name) === 'other')).toEqual([]);
    expect(groupOf('something-new')).toBe('other');
  });

  it('fills the placeholders of help texts', () => {
    expect(helpOf({ name: 'a', type: 'enum', value: 'low', domain: ['', 'low', 'high'], help: 'One of %(choices)s. Default: %(default)s, 100%%' })).toBe('One of low, high. Default: low, 100%');
  });
});
