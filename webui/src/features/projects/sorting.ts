import { t } from '../../messages/index.ts';

const KEY = 'nadir.projects.ordering';
const USUAL = '-created_at';

/** The order chosen last in this browser. */
export function rememberedSorting(): string {
  try {
    const stored = localStorage.getItem(KEY);
    return stored !== null && stored in t.projects.sorts ? stored : USUAL;
  } catch {
    return USUAL;
  }
}

export function rememberSorting(ordering: string): void {
  try {
    localStorage.setItem(KEY, ordering);
  } catch {
    // The choice stays in the address.
  }
}
