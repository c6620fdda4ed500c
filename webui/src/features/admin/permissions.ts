import type { PermissionName } from '../../api/admin.ts';

export interface PermissionRow {
  kind: string;
  rights: { id: number; right: string }[];
}

/** The kinds of things on which rights have an effect, in the order in which they are shown. */
const KINDS = ['project', 'task', 'preset', 'processingnode'];

/** The catalogue as rows of check boxes. Rights on other kinds are kept as they are and not shown. */
export function permissionGrid(names: readonly PermissionName[]): PermissionRow[] {
  return KINDS.map((kind) => ({
    kind,
    rights: names.flatMap(({ id, name }) => {
      const [right = '', ...rest] = name.split('_');
      return rest.join('_') === kind ? [{ id, right }] : [];
    }),
  })).filter(({ rights }) => rights.length > 0);
}
