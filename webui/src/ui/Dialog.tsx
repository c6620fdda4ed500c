import { useState, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { describe } from '../api/errors.ts';
import { t } from '../messages/index.ts';
import { Button, IconButton } from './Button.tsx';
import { Notice } from './Notice.tsx';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  alert?: boolean;
  dismissable?: boolean;
}

/** A dialog in the middle of the page: focus stays inside and returns to where it was. */
export function Dialog({ title, onClose, children, alert = false, dismissable = true }: DialogProps) {
  return (
    <ModalOverlay className="overlay" isOpen isDismissable={dismissable} onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <AriaDialog className="dialog" role={alert ? 'alertdialog' : 'dialog'}>
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label={t.action.close} small onPress={onClose} />
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps {
  title: string;
  text: ReactNode;
  confirm: string;
  danger?: boolean;
  cancel?: string;
  onConfirm: () => Promise<unknown> | void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before something that cannot be undone; a failure is shown in place and can be tried again. */
export function Confirm({ title, text, confirm, danger = false, cancel, onConfirm, onClose, children }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      onClose();
    } catch (cause) {
      setError(describe(cause));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose} alert>
      <div className="dialog-body">
        <p>{text}</p>
        {children}
        {error && <Notice kind="error">{error}</Notice>}
      </div>
      <footer className="dialog-foot">
        <Button onPress={onClose} autoFocus={danger}>
          {cancel ?? t.action.cancel}
        </Button>
        <Button look={danger ? 'danger' : 'primary'} isPending={busy} autoFocus={!danger} onPress={() => void run()}>
          {confirm}
        </Button>
      </footer>
    </Dialog>
  );
}
