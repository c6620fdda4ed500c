import { deleteJson, getJson, postJson } from './http.ts';

export type Scope = 'read' | 'write';

export interface ApiToken {
  id: number;
  name: string;
  scopes: Scope[];
  /** The only project that the token opens; null for all. */
  project: number | null;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

export interface TokenDraft {
  name: string;
  scopes: Scope[];
  project?: number;
  expires_at?: string;
}

export function listTokens(signal?: AbortSignal): Promise<ApiToken[]> {
  return getJson<ApiToken[]>('/api/tokens/', signal);
}

/** The answer holds the secret, this once. */
export function createToken(draft: TokenDraft): Promise<ApiToken & { token: string }> {
  return postJson<ApiToken & { token: string }>('/api/tokens/', draft);
}

export function deleteToken(id: number): Promise<void> {
  return deleteJson(`/api/tokens/${id}/`);
}
