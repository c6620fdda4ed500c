import { useSyncExternalStore } from 'react';

/** Where the browser is: path and query, kept in the History API so that Back and bookmarks work. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

export type Route =
  | { name: 'dashboard' }
  | { name: 'login' }
  | { name: 'welcome' }
  | { name: 'map'; project: number; task: string | null }
  | { name: 'model'; project: number; task: string }
  | { name: 'public'; what: 'task' | 'project'; id: string; view: 'map' | '3d'; frame: boolean }
  | { name: 'nodes' }
  | { name: 'node'; id: number }
  | { name: 'tokens' }
  | { name: 'admin'; page: AdminPage }
  | { name: 'about' }
  | { name: 'unknown' };

export type AdminPage = 'users' | 'groups' | 'quotas';

const adminPages: readonly AdminPage[] = ['users', 'groups', 'quotas'];

const listeners = new Set<() => void>();
let place: Place = { path: '/', query: new URLSearchParams() };

function readLocation(): void {
  place = { path: window.location.pathname, query: new URLSearchParams(window.location.search) };
  for (const listener of listeners) listener();
}

if (typeof window !== 'undefined') {
  place = { path: window.location.pathname, query: new URLSearchParams(window.location.search) };
  window.addEventListener('popstate', readLocation);
}

export function usePlace(): Place {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => place,
  );
}

/** Goes to a path of this application. */
export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') window.history.pushState(null, '', to);
  else window.history.replaceState(null, '', to);
  readLocation();
}

/** Changes parts of the query and keeps the rest; null removes a part. */
export function setQuery(changes: Record<string, string | null>, how: 'push' | 'replace' = 'replace'): void {
  const query = new URLSearchParams(place.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  go(place.path + (text ? `?${text}` : ''), how);
}

export function matchRoute(path: string): Route {
  const parts = path.split('/').filter(Boolean);
  const [first, second, third, fourth, fifth] = parts;
  if (parts.length === 0 || (first === 'dashboard' && parts.length === 1)) return { name: 'dashboard' };
  if (first === 'login' && parts.length === 1) return { name: 'login' };
  if (first === 'welcome' && parts.length === 1) return { name: 'welcome' };
  if (first === 'about' && parts.length === 1) return { name: 'about' };
  if (first === 'map' && second === 'project' && isNumber(third)) {
    if (parts.length === 3) return { name: 'map', project: Number(third), task: null };
    if (fourth === 'task' && fifth && parts.length === 5) return { name: 'map', project: Number(third), task: fifth };
  }
  if (first === '3d' && second === 'project' && isNumber(third) && fourth === 'task' && fifth && parts.length === 5) return { name: 'model', project: Number(third), task: fifth };
  if (first === 'public') return publicRoute(parts.slice(1));
  if (first === 'account' && second === 'tokens' && parts.length === 2) return { name: 'tokens' };
  if (first === 'admin') return adminRoute(parts.slice(1));
  if (first === 'processingnode' && parts.length === 1) return { name: 'nodes' };
  if (first === 'processingnode' && isNumber(second) && parts.length === 2) return { name: 'node', id: Number(second) };
  return { name: 'unknown' };
}

/** `task/{uuid}/map`, `task/{uuid}/iframe/3d`, `project/{uuid}/map` and so on: what is open to whoever knows the address. */
function publicRoute(parts: string[]): Route {
  const [what, id, ...rest] = parts;
  const frame = rest[0] === 'iframe';
  const view = frame ? rest[1] : rest[0];
  const isWhole = rest.length === (frame ? 2 : 1);
  if (!id || !isWhole || (view !== 'map' && view !== '3d')) return { name: 'unknown' };
  if (what === 'task' || (what === 'project' && view === 'map')) return { name: 'public', what, id, view, frame };
  return { name: 'unknown' };
}

function adminRoute(parts: string[]): Route {
  const page = parts.length === 0 ? 'users' : adminPages.find((known) => known === parts[0]);
  return page && parts.length <= 1 ? { name: 'admin', page } : { name: 'unknown' };
}

/** Only a path of this same site may follow a sign-in. */
export function safeNext(next: string | null): string {
  if (!next || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/dashboard/';
  return next;
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d+$/.test(text);
}
