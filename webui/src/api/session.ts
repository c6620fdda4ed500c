import { deleteJson, getJson, postJson } from './http.ts';
import type { Session } from './types.ts';

interface SessionAnswer {
  authenticated: boolean;
  username: string | null;
  email?: string;
  is_staff?: boolean;
  is_superuser?: boolean;
  permissions?: string[];
  welcome?: boolean;
  version?: string;
  providers?: Provider[];
}

/** Another place to sign in, reached by leaving this application. */
export interface Provider {
  name: string;
  url: string;
}

export interface Visit {
  /** Who is signed in, or null. */
  session: Session | null;
  /** True until the first administrator exists. */
  welcome: boolean;
  version: string;
  providers: Provider[];
}

export async function readVisit(): Promise<Visit> {
  return visitOf(await getJson<SessionAnswer>('/api/session'));
}

export async function createFirstAdmin(username: string, password: string): Promise<Visit> {
  return visitOf(await postJson<SessionAnswer>('/api/welcome', { username, password }));
}

export async function signIn(username: string, password: string): Promise<Visit> {
  return visitOf(await postJson<SessionAnswer>('/api/auth/session', { username, password }));
}

export function signOut(): Promise<void> {
  return deleteJson('/api/auth/session');
}

function visitOf(answer: SessionAnswer): Visit {
  const known = answer.authenticated && answer.username;
  return { session: known ? sessionOf(answer) : null, welcome: answer.welcome ?? false, version: answer.version ?? '', providers: answer.providers ?? [] };
}

function sessionOf(answer: SessionAnswer): Session {
  return {
    username: answer.username ?? '',
    email: answer.email ?? '',
    isStaff: answer.is_staff ?? false,
    isSuper: answer.is_superuser ?? false,
    mayAddProject: answer.is_superuser === true || (answer.permissions ?? []).includes('add_project'),
  };
}
