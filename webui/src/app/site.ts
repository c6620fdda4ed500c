import { useSyncExternalStore } from 'react';
import { readSite, type Site } from '../api/site.ts';
import { t } from '../messages/index.ts';
import { themeCss } from './siteTheme.ts';

/** What holds until the server has said otherwise, and when it cannot. */
const plain: Site = {
  app_name: t.app.name,
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

let site = plain;
const listeners = new Set<() => void>();

export function currentSite(): Site {
  return site;
}

export function useSite(): Site {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentSite);
}

/** Asks how this installation presents itself. Nothing waits for the answer, and without one all is as designed. */
export async function loadSite(): Promise<void> {
  try {
    site = { ...plain, ...(await readSite()) };
  } catch {
    return;
  }
  dress(site);
  for (const listener of listeners) listener();
}

function dress({ theme, css, favicon }: Site): void {
  const root = getComputedStyle(document.documentElement);
  const text = themeCss(theme, (name) => darkOf(root.getPropertyValue(`--${name}`))) + css;
  if (text) {
    const style = document.createElement('style');
    style.id = 'site-theme';
    style.textContent = text;
    document.head.append(style);
  }
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (favicon && icon) {
    icon.type = 'image/png';
    icon.href = favicon;
  }
}

/** The second one of a pair of colours. */
function darkOf(pair: string): string {
  return /light-dark\([^,]+,\s*([^)]+)\)/.exec(pair)?.[1] ?? pair.trim();
}
