import { describe, expect, it } from 'vitest';
import { matchRoute, safeNext } from './router.ts';

describe('matchRoute', () => {
  it.each([
    ['/', 'dashboard'],
    ['/dashboard/', 'dashboard'],
    ['/dashboard', 'dashboard'],
    ['/login/', 'login'],
    ['/welcome/', 'welcome'],
    ['/map/project/3/', 'map'],
    ['/map/project/3/task/7/', 'map'],
    ['/map/project/3/task/0c9f4c52-6f0e-4a0b-9d0a-3c1d7c1f2b11/', 'map'],
    ['/map/project/abc/', 'unknown'],
    ['/map/project/3/task/', 'unknown'],
    ['/processingnode/', 'nodes'],
    ['/processingnode/4/', 'node'],
    ['/processingnode/x/', 'unknown'],
    ['/about/', 'about'],
    ['/admin/', 'unknown'],
  ])('%s is %s', (path, name) => expect(matchRoute(path).name).toBe(name));
});

describe('safeNext', () => {
  it('stays on this site', () => {
    expect(safeNext('/map/project/1/?t=dsm')).toBe('/map/project/1/?t=dsm');
    for (const evil of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '', null]) expect(safeNext(evil)).toBe('/dashboard/');
  });
});
