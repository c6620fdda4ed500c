import { useState, type FormEvent } from 'react';
import { ApiError, describe } from '../../api/errors.ts';
import { createFirstAdmin } from '../../api/session.ts';
import { askVisit } from '../../app/visit.ts';
import { useTitle } from '../../app/title.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { AccessFrame } from './AccessFrame.tsx';
import { checkAccount, type AccountProblems } from './account.ts';

export function WelcomePage() {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [problems, setProblems] = useState<AccountProblems>({});
  useTitle(t.access.welcomeTitle);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = checkAccount(username.trim(), password, again);
    setProblems(found);
    setError(null);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await createFirstAdmin(username.trim(), password);
      window.location.replace('/dashboard/');
    } catch (cause) {
      setBusy(false);
      if (cause instanceof ApiError && cause.status === 403) return void askVisit();
      if (cause instanceof ApiError && Object.keys(cause.fields).length > 0) setProblems(cause.fields);
      else setError(describe(cause));
    }
  };

  return (
    <AccessFrame title={t.access.welcomeTitle} text={t.access.welcomeText}>
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
        <TextField label={t.access.username} hint={t.access.usernameHint} error={problems.username} value={username} onChange={setUsername} autoComplete="username" autoFocus />
        <TextField label={t.access.password} hint={t.access.passwordHint} error={problems.password} value={password} onChange={setPassword} type="password" autoComplete="new-password" />
        <TextField label={t.access.passwordAgain} error={problems.again} value={again} onChange={setAgain} type="password" autoComplete="new-password" />
        {error && <Notice kind="error">{error}</Notice>}
        <Button type="submit" look="primary" isPending={busy} className="wide">
          {busy ? t.access.creating : t.access.create}
        </Button>
      </form>
    </AccessFrame>
  );
}
