import { getJson } from './http.ts';

/** A map that can lie under the results. */
export interface Basemap {
  id: number;
  type: 'tms' | 'wms';
  url: string;
  label: string;
  /** Text with links in it; any other HTML counts as text. */
  attribution: string;
  minzoom: number;
  maxzoom: number;
  subdomains: string;
  layers: string;
  styles: string;
  format: string;
  default: boolean;
}

/** How this installation presents itself, as its administrators set it. */
export interface Site {
  app_name: string;
  organization_name: string;
  organization_website: string;
  logo: string | null;
  logo_small: string | null;
  favicon: string | null;
  /** Colours by name; those that are not set are as designed. */
  theme: Record<string, string>;
  css: string;
  html_before_header: string;
  html_after_header: string;
  html_after_body: string;
  html_footer: string;
  basemaps: Basemap[];
}

export function readSite(): Promise<Site> {
  return getJson<Site>('/api/settings/');
}
