import { useState, type FormEvent } from 'react';
import { ApiError, describe } from '../../api/errors.ts';
import { signIn } from '../../api/session.ts';
import { go } from '../../app/router.ts';
import { visitBegins } from '../../app/visit.ts';
import { useTitle } from '../../app/title.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AccessFrame } from './AccessFrame.tsx';

export function LoginPage({ next }: { next: string }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  useTitle(t.access.signInTitle);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (username.trim() === '' || password === '') {
      setError(username.trim() === '' ? t.access.needUsername : t.access.needPassword);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      visitBegins(await signIn(username.trim(), password));
      go(next, 'replace');
    } catch (cause) {
      setError(cause instanceof ApiError && cause.status === 400 ? t.access.wrong : describe(cause));
      setBusy(false);
    }
  };

  return (
    <AccessFrame title={t.access.signInTitle} text={t.access.signInText}>
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
        <TextField label={t.access.username} value={username} onChange={setUsername} autoComplete="username" autoFocus />
        <TextField label={t.access.password} value={password} onChange={setPassword} type="password" autoComplete="current-password" />
        {error && <Notice kind="error">{error}</Notice>}
        <Button type="submit" look="primary" isPending={busy} className="wide">
          {busy ? t.access.signingIn : t.access.signIn}
        </Button>
        <details className="disclosure">
          <summary>{t.access.forgot}</summary>
          <p>{t.access.forgotText}</p>
        </details>
      </form>
    </AccessFrame>
  );
}
