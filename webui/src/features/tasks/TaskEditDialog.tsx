import { useState, type FormEvent } from 'react';
import { describe } from '../../api/errors.ts';
import { updateTask } from '../../api/tasks.ts';
import type { OptionValue, Task } from '../../api/types.ts';
import { refresh } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { NodeSelect } from '../newtask/NodeSelect.tsx';
import { OptionsSection } from '../newtask/OptionsSection.tsx';

/** Name, node and options of a task. Saving starts nothing. */
export function TaskEditDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const [name, setName] = useState(task.name);
  const [node, setNode] = useState(task.auto_processing_node ? null : task.processing_node);
  const [options, setOptions] = useState<OptionValue[]>(task.options);
  const [valid, setValid] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!valid) return;
    setBusy(true);
    setError(null);
    try {
      const place = node === null ? { auto_processing_node: true } : { auto_processing_node: false, processing_node: node };
      await updateTask(task.project, task.id, { name: name.trim(), options, ...place });
      await refresh(`tasks/${task.project}`);
      onClose();
    } catch (cause) {
      setError(describe(cause));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t.task.editTitle} onClose={onClose} dismissable={false}>
      <form noValidate onSubmit={(event) => void save(event)} className="dialog-form">
        <div className="dialog-body">
          <TextField label={t.newTask.name} value={name} onChange={setName} maxLength={255} autoFocus />
          <NodeSelect value={node} onChange={setNode} />
          <OptionsSection options={options} onChange={setOptions} onValidity={setValid} />
          <p className="muted">{t.task.editNote}</p>
          {error && <Notice kind="error">{error}</Notice>}
        </div>
        <footer className="dialog-foot">
          <Button onPress={onClose}>{t.action.cancel}</Button>
          <Button type="submit" look="primary" isPending={busy} isDisabled={!valid}>
            {t.action.save}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
