import { describe, expect, it } from 'vitest';
import type { Basemap } from '../../api/site.ts';
import { creditsOf, firstBasemap, tileUrls } from './basemaps.ts';

function basemap(id: number, more: Partial<Basemap> = {}): Basemap {
  return { id, type: 'tms', url: '/{z}/{x}/{y}', label: `Map ${id}`, attribution: '', minzoom: 0, maxzoom: 18, subdomains: '', layers: '', styles: '', format: '', default: false, ...more };
}

describe('the basemap at first', () => {
  const maps = [basemap(1), basemap(2, { default: true }), basemap(3)];
  it('is the default', () => expect(firstBasemap(maps, null)?.id).toBe(2));
  it('is the one chosen before', () => expect(firstBasemap(maps, '3')?.id).toBe(3));
  it('is none when none was chosen', () => expect(firstBasemap(maps, 'none')).toBeNull());
  it('is the default when the one chosen before is gone', () => expect(firstBasemap(maps, '9')?.id).toBe(2));
  it('is none when there are none', () => expect(firstBasemap([], '1')).toBeNull());
});

describe('addresses of tiles', () => {
  it('stay as they are without subdomains', () => expect(tileUrls(basemap(1, { url: 'https://x/{z}/{x}/{y}{r}.png' }))).toEqual(['https://x/{z}/{x}/{y}.png']));
  it('are made for each letter', () => expect(tileUrls(basemap(1, { url: 'https://{s}.x/', subdomains: 'ab' }))).toEqual(['https://a.x/', 'https://b.x/']));
  it('are made for each name', () => expect(tileUrls(basemap(1, { url: 'https://{s}.x/', subdomains: 'mt0,mt1' }))).toEqual(['https://mt0.x/', 'https://mt1.x/']));
});

describe('credits', () => {
  it('keep links of the web', () =>
    expect(creditsOf('© <a href="https://www.openstreetmap.org/copyright">OSM</a>, SRTM')).toEqual([
      { text: '© ', link: null },
      { text: 'OSM', link: 'https://www.openstreetmap.org/copyright' },
      { text: ', SRTM', link: null },
    ]));
  it('know entities', () => expect(creditsOf('&copy; A &amp; B')).toEqual([{ text: '© A & B', link: null }]));
  it('lose scripts and their addresses', () => {
    expect(creditsOf('<a href="javascript:alert(1)">x</a>')).toEqual([{ text: 'x', link: null }]);
    expect(creditsOf('<img src=x onerror=alert(1)>maps')).toEqual([{ text: 'maps', link: null }]);
    expect(creditsOf("<a href='https://a' onclick='b()'>c</a>")).toEqual([{ text: 'c', link: 'https://a' }]);
  });
});
