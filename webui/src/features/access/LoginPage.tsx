import { useState, type FormEvent } from 'react';
import { ApiError, describe } from '../../api/errors.ts';
import { withQuery } from '../../api/http.ts';
import { signIn, type Provider } from '../../api/session.ts';
import { useTitle } from '../../app/title.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AccessFrame } from './AccessFrame.tsx';

export function LoginPage({ next, refused, providers }: { next: string; refused: string | null; providers: Provider[] }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  useTitle(t.access.signInTitle);
  const [error, setError] = useState<string | null>(refused === null ? null : t.access.refused(refused));
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
      await signIn(username.trim(), password);
      // A full load, since the server has a part in the first visit of a page.
      window.location.replace(next);
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
        {providers.map((provider) => (
          <Button key={provider.url} className="wide" onPress={() => window.location.assign(withQuery(provider.url, { next }))}>
            {t.access.signInWith(provider.name)}
          </Button>
        ))}
        <details className="disclosure">
          <summary>{t.access.forgot}</summary>
          <p>{t.access.forgotText}</p>
        </details>
      </form>
    </AccessFrame>
  );
}
