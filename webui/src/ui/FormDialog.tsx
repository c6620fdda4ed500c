import { useState, type FormEvent, type ReactNode } from 'react';
import { ApiError, describe } from '../api/errors.ts';
import { t } from '../messages/index.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Notice } from './Notice.tsx';

export type Problems = Record<string, string | undefined>;

interface FormDialogProps {
  title: string;
  submit: string;
  onClose: () => void;
  /** What is wrong with the fields before anything is sent. */
  check: () => Problems;
  /** Sends; afterwards the dialog closes. */
  save: () => Promise<unknown>;
  children: (problems: Problems) => ReactNode;
}

/** A form in a dialog: checked, sent, and kept open with the server's reasons when it refuses. */
export function FormDialog({ title, submit, onClose, check, save, children }: FormDialogProps) {
  const [problems, setProblems] = useState<Problems>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    const found = check();
    setProblems(found);
    setError(null);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await save();
      onClose();
    } catch (cause) {
      if (cause instanceof ApiError && Object.keys(cause.fields).length > 0) setProblems(cause.fields);
      setError(describe(cause));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form noValidate className="dialog-form" onSubmit={(event) => void send(event)}>
        <div className="dialog-body">
          {children(problems)}
          {error && <Notice kind="error">{error}</Notice>}
        </div>
        <footer className="dialog-foot">
          <Button onPress={onClose}>{t.action.cancel}</Button>
          <Button type="submit" look="primary" isPending={busy}>
            {submit}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
