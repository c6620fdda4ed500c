import { expect, test } from 'vitest';
import { unfinished } from './projects.ts';

test('the last word of a search may go on', () => {
  expect(unfinished('nor')).toBe('nor*');
  expect(unfinished('north fie')).toBe('north fie*');
  expect(unfinished('北京')).toBe('北京*');
});

test('what is not the middle of a word stays as it is', () => {
  for (const search of ['', 'north*', '#corn', 'north @ann', ':tag', '(spring)']) expect(unfinished(search)).toBe(search);
});
