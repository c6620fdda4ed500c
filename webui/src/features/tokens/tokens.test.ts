import { describe, expect, it } from 'vitest';
import { t } from '../../messages/index.ts';
import { draftOf, newToken, terms } from './tokenForm.ts';

describe('a new token', () => {
  const now = new Date('2026-11-22T08:00:00Z');

  it('reads, for a quarter, unless more is asked for', () =>
    expect(draftOf({ ...newToken, name: ' QGIS ' }, now)).toEqual({ name: 'QGIS', scopes: ['read'], expires_at: '2027-02-20T08:00:00.000Z' }));

  it('may write, open one project and live for ever', () =>
    expect(draftOf({ name: 'Drone', write: true, project: '7', term: 'ever' }, now)).toEqual({ name: 'Drone', scopes: ['read', 'write'], project: 7 }));

  it('has a word for each term', () => expect(Object.keys(t.tokens.terms)).toEqual(Object.keys(terms)));
});
