import { useCallback, useRef, useState } from 'react';
import { describe } from '../../api/errors.ts';
import { announce } from '../../ui/toasts.tsx';
import { addFiles, emptySelection, type Selection } from './selection.ts';

/** The chosen files. Additions compare files and take time: they wait for one another, so that none is lost. */
export function useSelection(): { selection: Selection; add: (files: readonly File[]) => void; replace: (selection: Selection) => void } {
  const [selection, setSelection] = useState<Selection>(emptySelection);
  const latest = useRef(selection);
  const queue = useRef(Promise.resolve());
  const replace = useCallback((next: Selection) => {
    latest.current = next;
    setSelection(next);
  }, []);
  const add = useCallback(
    (files: readonly File[]) => {
      queue.current = queue.current
        .then(async () => replace(await addFiles(latest.current, files)))
        .catch((error: unknown) => announce(describe(error), 'error'));
    },
    [replace],
  );
  return { selection, add, replace };
}
