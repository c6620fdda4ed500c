import type { TokenDraft } from '../../api/tokens.ts';

export interface TokenFields {
  name: string;
  write: boolean;
  /** Id of the only project, or empty. */
  project: string;
  term: string;
}

/** How long tokens live, in days; null for ever. */
export const terms: Record<string, number | null> = { month: 30, quarter: 90, year: 365, ever: null };

export const newToken: TokenFields = { name: '', write: false, project: '', term: 'quarter' };

const DAY = 86_400_000;

export function draftOf({ name, write, project, term }: TokenFields, now: Date): TokenDraft {
  const days = terms[term] ?? null;
  return {
    name: name.trim(),
    scopes: write ? ['read', 'write'] : ['read'],
    ...(project ? { project: Number(project) } : {}),
    ...(days === null ? {} : { expires_at: new Date(now.getTime() + days * DAY).toISOString() }),
  };
}
