import type { ServerResponse } from 'node:http';
import type { Basemap, Site } from '../src/api/site.ts';
import { encodePng } from './png.ts';

const SIZE = 256;

export function plainSite(): Site {
  return {
    app_name: 'Nadir',
    organization_name: '',
    organization_website: '',
    logo: null,
    logo_small: null,
    favicon: null,
    theme: {},
    css: '',
    html_before_header: '',
    html_after_header: '',
    html_after_body: '',
    html_footer: '',
    basemaps: [],
  };
}

/** A site with a name, a logo, colours and two basemaps, one of which gives no tiles. */
export function dressedSite(): Site {
  return {
    ...plainSite(),
    app_name: 'Survey Desk',
    organization_name: 'Northern Survey Office',
    organization_website: 'https://survey.example.org/',
    logo: '/mock/logo.png',
    logo_small: '/mock/logo.png',
    favicon: '/mock/logo.png',
    theme: { header_background: '#1d3557', header_primary: '#f1faee', button_primary: '#9d0208', tertiary: '#1d3557', border: '#c9d6df' },
    css: '.brand { letter-spacing: 0; }',
    html_after_header: '<p>Flights are closed on <b>Friday</b>.</p>',
    html_footer: '<p>Questions: ext. 42</p>',
    basemaps: [basemap(1, 'Streets', '/mock/streets/{z}/{x}/{y}.png', true), basemap(2, 'Broken', '/mock/nothing/{z}/{x}/{y}.png', false)],
  };
}

function basemap(id: number, label: string, url: string, usual: boolean): Basemap {
  const attribution = '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap contributors</a><script>alert(1)</script>';
  return { id, type: 'tms', url, label, attribution, minzoom: 0, maxzoom: 19, subdomains: '', layers: '', styles: '', format: '', default: usual };
}

/** The logo, and tiles that show their edges. */
export function siteFiles(path: string, response: ServerResponse): void {
  const streets = path.startsWith('/mock/streets/');
  if (!streets && path !== '/mock/logo.png') return void response.writeHead(404).end();
  const pixels = new Uint8Array(SIZE * SIZE * 4);
  for (let at = 0; at < SIZE * SIZE; at++) {
    const [x, y] = [at % SIZE, Math.floor(at / SIZE)];
    const road = streets ? x % 64 < 6 || y % 64 < 6 : (x - 128) ** 2 + (y - 128) ** 2 < 90 ** 2;
    pixels.set(road ? [255, 200, 60, 255] : streets ? [222, 230, 214, 255] : [29, 53, 87, 255], at * 4);
  }
  response.writeHead(200, { 'Content-Type': 'image/png' }).end(encodePng(SIZE, SIZE, pixels));
}
