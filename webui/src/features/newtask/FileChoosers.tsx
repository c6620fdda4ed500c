import { useEffect, useRef } from 'react';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';

/** Buttons for files and for a whole folder. */
export function FileChoosers({ onAdd, primary = false }: { onAdd: (files: readonly File[]) => void; primary?: boolean }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), []);
  const take = (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])];
    input.value = '';
    if (chosen.length > 0) onAdd(chosen);
  };
  return (
    <div className="choosers">
      <Button small={!primary} look={primary ? 'primary' : 'plain'} icon="image" onPress={() => files.current?.click()}>
        {primary ? t.newTask.chooseFiles : t.newTask.addMore}
      </Button>
      <Button small={!primary} icon="folder" onPress={() => folder.current?.click()}>
        {t.newTask.chooseFolder}
      </Button>
      <input ref={files} type="file" multiple hidden aria-label={t.newTask.chooseFiles} onChange={(event) => take(event.currentTarget)} />
      <input ref={folder} type="file" multiple hidden aria-label={t.newTask.chooseFolder} onChange={(event) => take(event.currentTarget)} />
    </div>
  );
}
