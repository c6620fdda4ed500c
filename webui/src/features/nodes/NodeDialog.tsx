import { useState, type FormEvent } from 'react';
import { describe } from '../../api/errors.ts';
import { createNode } from '../../api/nodes.ts';
import { refresh } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { announce } from '../../ui/toasts.tsx';

export function NodeDialog({ onClose }: { onClose: () => void }) {
  const [hostname, setHostname] = useState('');
  const [port, setPort] = useState('3000');
  const [token, setToken] = useState('');
  const [label, setLabel] = useState('');
  const [problems, setProblems] = useState<{ hostname?: string; port?: string }>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const number = Number(port);
    const found: typeof problems = {};
    if (hostname.trim() === '') found.hostname = t.nodes.needHost;
    if (!Number.isInteger(number) || number < 1 || number > 65535) found.port = t.nodes.needPort;
    setProblems(found);
    setError(null);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      const node = await createNode({ hostname: hostname.trim(), port: number, token: token.trim(), label: label.trim() });
      await refresh('nodes');
      void refresh('options');
      announce(t.nodes.added(node.label));
      onClose();
    } catch (cause) {
      setError(describe(cause));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t.nodes.addTitle} onClose={onClose}>
      <form noValidate className="dialog-form" onSubmit={(event) => void save(event)}>
        <div className="dialog-body">
          <div className="columns">
            <TextField label={t.nodes.host} hint={t.nodes.hostHint} value={hostname} onChange={setHostname} error={problems.hostname} autoFocus />
            <TextField label={t.nodes.port} value={port} onChange={setPort} error={problems.port} inputMode="numeric" />
          </div>
          <TextField label={t.nodes.token} hint={t.nodes.tokenHint} value={token} onChange={setToken} type="password" autoComplete="off" />
          <TextField label={t.nodes.label} hint={t.nodes.labelHint} value={label} onChange={setLabel} />
          {error && <Notice kind="error">{error}</Notice>}
        </div>
        <footer className="dialog-foot">
          <Button onPress={onClose}>{t.action.cancel}</Button>
          <Button type="submit" look="primary" isPending={busy}>
            {t.nodes.add}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
