import type { Grant, PermissionRow } from '../../api/sharing.ts';
import type { Permission } from '../../api/types.ts';

/** What a right comes to in the two words that the interface knows; anything finer is left as it is. */
export type Level = 'read' | 'write' | 'other';

const READ: readonly Permission[] = ['view'];
const WRITE: readonly Permission[] = ['add', 'change', 'delete', 'view'];

export function levelOf(permissions: readonly Permission[]): Level {
  if (sameRights(permissions, READ)) return 'read';
  return sameRights(permissions, WRITE) ? 'write' : 'other';
}

export function rightsOf(level: 'read' | 'write'): Permission[] {
  return [...(level === 'read' ? READ : WRITE)];
}

function sameRights(a: readonly Permission[], b: readonly Permission[]): boolean {
  return a.length === b.length && b.every((right) => a.includes(right));
}

/** One line of the editor. */
export interface Holder {
  kind: 'user' | 'group';
  name: string;
  permissions: Permission[];
}

export function holdersOf(rows: readonly PermissionRow[]): { owner: string | null; holders: Holder[] } {
  const holders: Holder[] = [];
  let owner: string | null = null;
  for (const row of rows) {
    if ('groupname' in row) holders.push({ kind: 'group', name: row.groupname, permissions: row.permissions });
    else if (row.owner) owner = row.username;
    else holders.push({ kind: 'user', name: row.username, permissions: row.permissions });
  }
  return { owner, holders };
}

export function grantsOf(holders: readonly Holder[]): Grant[] {
  return holders.map(({ kind, name, permissions }) => (kind === 'user' ? { username: name, permissions } : { groupname: name, permissions }));
}

export function isSameHolder(a: Pick<Holder, 'kind' | 'name'>, b: Pick<Holder, 'kind' | 'name'>): boolean {
  return a.kind === b.kind && a.name === b.name;
}
