import type { Basemap } from '../../api/site.ts';

const KEY = 'nadir.basemap';
const NONE = 'none';

/** The one that the visitor chose last, else the default; null for none. */
export function firstBasemap(basemaps: readonly Basemap[], remembered: string | null): Basemap | null {
  if (remembered === NONE) return null;
  return basemaps.find((basemap) => String(basemap.id) === remembered) ?? basemaps.find((basemap) => basemap.default) ?? null;
}

export function rememberedBasemap(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberBasemap(basemap: Basemap | null): void {
  try {
    localStorage.setItem(KEY, basemap ? String(basemap.id) : NONE);
  } catch {
    // Without storage the choice holds until the page is left.
  }
}

/** The addresses of tiles, one for each subdomain. */
export function tileUrls({ url, subdomains }: Basemap): string[] {
  const address = url.replaceAll('{r}', '');
  if (!address.includes('{s}')) return [address];
  const names = subdomains.includes(',') ? subdomains.split(',') : [...subdomains];
  return names.filter(Boolean).map((name) => address.replaceAll('{s}', name));
}

export interface Credit {
  text: string;
  /** Null for plain text. */
  link: string | null;
}

/** Text and links of an attribution. Other elements count for their text, other addresses than of the web for none. */
export function creditsOf(attribution: string): Credit[] {
  const credits: Credit[] = [];
  let at = 0;
  for (const match of attribution.matchAll(/<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>(.*?)<\/a>/gis)) {
    credits.push({ text: plain(attribution.slice(at, match.index)), link: null });
    const address = plain(match[1] ?? match[2] ?? '');
    credits.push({ text: plain(match[3] ?? ''), link: /^https?:\/\//i.test(address) ? address : null });
    at = match.index + match[0].length;
  }
  credits.push({ text: plain(attribution.slice(at)), link: null });
  return credits.filter(({ text }) => text !== '');
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', copy: '©', nbsp: ' ', '#39': "'" };

function plain(html: string): string {
  return html.replace(/<\/?[a-z][^>]*>/gi, '').replace(/&(amp|lt|gt|quot|copy|nbsp|#39);/g, (_, name: string) => entities[name] ?? '');
}
