import { describe, expect, it } from 'vitest';
import { redirect } from './redirect.ts';
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
    ['/3d/project/3/task/7/', 'model'],
    ['/3d/project/3/', 'unknown'],
    ['/public/task/0c9f4c52-6f0e-4a0b-9d0a-3c1d7c1f2b11/map/', 'public'],
    ['/public/task/0c9f4c52-6f0e-4a0b-9d0a-3c1d7c1f2b11/iframe/3d/', 'public'],
    ['/public/project/0c9f4c52-6f0e-4a0b-9d0a-3c1d7c1f2b11/iframe/map/', 'public'],
    ['/public/project/0c9f4c52-6f0e-4a0b-9d0a-3c1d7c1f2b11/3d/', 'unknown'],
    ['/public/task/0c9f4c52-6f0e-4a0b-9d0a-3c1d7c1f2b11/json/', 'unknown'],
    ['/public/task/0c9f4c52-6f0e-4a0b-9d0a-3c1d7c1f2b11/iframe/', 'unknown'],
    ['/public/', 'unknown'],
    ['/account/tokens/', 'tokens'],
    ['/admin/', 'admin'],
    ['/admin/groups/', 'admin'],
    ['/admin/app/setting/1/change/', 'unknown'],
  ])('%s is %s', (path, name) => expect(matchRoute(path).name).toBe(name));
});

describe('public addresses', () => {
  it('say what is shown, how, and whether inside another page', () => {
    expect(matchRoute('/public/task/abc/iframe/map/')).toEqual({ name: 'public', what: 'task', id: 'abc', view: 'map', frame: true });
    expect(matchRoute('/public/task/abc/3d/')).toEqual({ name: 'public', what: 'task', id: 'abc', view: '3d', frame: false });
  });

  it('ask nobody to sign in, and nothing else does so', () => {
    const place = (path: string) => ({ path, query: new URLSearchParams('t=dsm') });
    const target = (path: string) => redirect(matchRoute(path), place(path), false, false);
    expect(target('/public/task/abc/map/')).toBeNull();
    expect(target('/public/project/abc/map/')).toBeNull();
    expect(target('/map/project/1/task/2/')).toBe('/login/?next=%2Fmap%2Fproject%2F1%2Ftask%2F2%2F%3Ft%3Ddsm');
    expect(target('/3d/project/1/task/2/')).toMatch(/^\/login\//);
    expect(target('/processingnode/4/')).toMatch(/^\/login\//);
    expect(target('/admin/users/')).toMatch(/^\/login\//);
    expect(target('/about/')).toMatch(/^\/login\//);
  });
});

describe('safeNext', () => {
  it('stays on this site', () => {
    expect(safeNext('/map/project/1/?t=dsm')).toBe('/map/project/1/?t=dsm');
    for (const evil of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '', null]) expect(safeNext(evil)).toBe('/dashboard/');
  });
});
