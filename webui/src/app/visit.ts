import { useSyncExternalStore } from 'react';
import { readVisit, signOut, type Visit } from '../api/session.ts';
import { whenSignedOut } from '../api/http.ts';
import { forgetAll } from '../data/query.ts';
import { go } from './router.ts';

/** Who is visiting: unknown until the server was asked. */
export type VisitState = { kind: 'asking' } | { kind: 'failed'; error: unknown } | { kind: 'known'; visit: Visit };

let state: VisitState = { kind: 'asking' };
const listeners = new Set<() => void>();

export function useVisit(): VisitState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

export async function askVisit(): Promise<void> {
  publish({ kind: 'asking' });
  try {
    publish({ kind: 'known', visit: await readVisit() });
  } catch (error) {
    publish({ kind: 'failed', error });
  }
}

export async function endVisit(): Promise<void> {
  await signOut();
  signedOut();
  go('/login/');
}

function signedOut(): void {
  if (state.kind !== 'known' || !state.visit.session) return;
  publish({ kind: 'known', visit: { ...state.visit, session: null } });
  forgetAll();
}

whenSignedOut(signedOut);

function publish(next: VisitState): void {
  state = next;
  for (const listener of listeners) listener();
}
