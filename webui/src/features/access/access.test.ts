import { describe, expect, it } from 'vitest';
import { redirect } from '../../app/redirect.ts';
import { checkAccount } from './account.ts';
import { contourPaths } from './contours.ts';

describe('checkAccount', () => {
  it('accepts a good account', () => expect(checkAccount('ada.lovelace@x', 'long enough', 'long enough')).toEqual({}));

  it.each([
    ['', 'long enough', 'long enough', 'username'],
    ['with space', 'long enough', 'long enough', 'username'],
    ['ada', '', '', 'password'],
    ['ada', 'short', 'short', 'password'],
    ['ada', 'long enough', 'long Enough', 'again'],
  ])('finds what is wrong with %s / %s / %s', (name, password, again, field) => expect(Object.keys(checkAccount(name, password, again))).toEqual([field]));
});

describe('redirect', () => {
  const place = (path: string, query = '') => ({ path, query: new URLSearchParams(query) });

  it('sends everybody to the welcome of a new server, and nobody afterwards', () => {
    expect(redirect({ name: 'dashboard' }, place('/'), true, false)).toBe('/welcome/');
    expect(redirect({ name: 'welcome' }, place('/welcome/'), true, false)).toBeNull();
    expect(redirect({ name: 'welcome' }, place('/welcome/'), false, true)).toBe('/dashboard/');
  });

  it('remembers where a visitor wanted to go', () => {
    const to = redirect({ name: 'map', project: 3, task: '7' }, place('/map/project/3/task/7/', 't=dsm'), false, false) ?? '';
    expect(to).toBe('/login/?next=%2Fmap%2Fproject%2F3%2Ftask%2F7%2F%3Ft%3Ddsm');
    const query = new URLSearchParams(to.split('?')[1]);
    expect(redirect({ name: 'login' }, { path: '/login/', query }, false, true)).toBe('/map/project/3/task/7/?t=dsm');
  });
});

describe('contourPaths', () => {
  it('draws a circle where the height is the distance from the middle', () => {
    const [path = ''] = contourPaths((x, y) => Math.hypot(x - 50, y - 50), 100, 100, 2, [30]);
    const points = [...path.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => Math.hypot(Number(x) - 50, Number(y) - 50));
    expect(points.length).toBeGreaterThan(80);
    // A chord of a 2-unit cell leaves a circle of radius 30 by less than 2²/(8·30); written with one decimal.
    for (const distance of points) expect(Math.abs(distance - 30)).toBeLessThan(0.017 + 0.075);
  });
});
