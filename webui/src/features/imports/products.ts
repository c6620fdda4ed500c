import { productKinds, type ProductKind } from '../../api/imports.ts';
import { t } from '../../messages/index.ts';
import type { UploadFile } from '../upload/queue.ts';

export type ChosenProducts = Partial<Record<ProductKind, File>>;

/** What is wrong with the choice, in a sentence; null when it can be sent. */
export function productProblem(products: ChosenProducts): string | null {
  const chosen = entriesOf(products);
  if (chosen.length === 0) return t.imports.needProduct;
  for (const [kind, file] of chosen) {
    const endings: readonly string[] = productKinds[kind];
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return t.imports.wrongEnding(t.imports.kinds[kind], endings.join(', '));
  }
  return null;
}

/** Each file under the name of its kind. Two files of one name stay two. */
export function productFiles(products: ChosenProducts): UploadFile[] {
  return entriesOf(products).map(([kind, file]) => ({ name: file.name, blob: file, part: kind }));
}

function entriesOf(products: ChosenProducts): [ProductKind, File][] {
  return Object.entries(products).filter((entry): entry is [ProductKind, File] => entry[1] !== undefined);
}

/** A file's name as people would say it. */
export function nameOfFile(name: string): string {
  return name.replace(/\.(zip|tiff?|la[sz]|glb)$/i, '').replaceAll(/[_\s]+/g, ' ').trim();
}
