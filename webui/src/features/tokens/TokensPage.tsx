import { useState } from 'react';
import { createToken, deleteToken, listTokens, type ApiToken } from '../../api/tokens.ts';
import { everyProject } from '../../api/projects.ts';
import { useTitle } from '../../app/title.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { formatAgo, formatDay } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { Confirm, Dialog } from '../../ui/Dialog.tsx';
import { Select, Switch, TextField } from '../../ui/fields.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { EmptyState, Notice } from '../../ui/Notice.tsx';
import { Remote } from '../../ui/Remote.tsx';
import { Table } from '../../ui/Table.tsx';
import { announce } from '../../ui/toasts.tsx';
import { draftOf, newToken, terms, type TokenFields } from './tokenForm.ts';

/** The keys that programs use in the user's name. */
export default function TokensPage() {
  const state = useServerData('tokens', (signal) => listTokens(signal));
  const projects = useServerData('projects-by-name', (signal) => everyProject(signal));
  const [asked, setAsked] = useState<'add' | ApiToken | null>(null);
  const [secret, setSecret] = useState<{ name: string; token: string } | null>(null);
  useTitle(t.tokens.title);
  const projectName = (id: number | null) => (id === null ? t.tokens.allProjects : (projects.data?.find((project) => project.id === id)?.name ?? t.tokens.projectNumber(id)));
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1>{t.tokens.title}</h1>
          <p className="muted">{t.tokens.text}</p>
        </div>
        <Button look="primary" icon="plus" onPress={() => setAsked('add')}>
          {t.tokens.add}
        </Button>
      </div>
      <Remote state={state} title={t.tokens.failed} onRetry={() => void refresh('tokens')}>
        {(tokens) =>
          tokens.length === 0 ? (
            <EmptyState icon="key" title={t.tokens.empty}>
              {t.tokens.emptyText}
            </EmptyState>
          ) : (
            <Table
              label={t.tokens.title}
              columns={[
                { label: t.tokens.name, cell: (token) => token.name },
                { label: t.tokens.allows, cell: (token) => (token.scopes.includes('write') ? t.tokens.write : t.tokens.read) },
                { label: t.tokens.project, cell: (token) => projectName(token.project) },
                { label: t.tokens.expires, cell: expiryOf },
                { label: t.tokens.used, cell: (token) => (token.last_used_at ? formatAgo(token.last_used_at) : t.nodes.never) },
              ]}
              rows={tokens}
              rowKey={(token) => token.id}
              actionsLabel={t.action.more}
              actions={(token) => <IconButton icon="trash" small label={t.tokens.revoke(token.name)} onPress={() => setAsked(token)} />}
            />
          )
        }
      </Remote>
      {asked === 'add' && <TokenDialog projects={projects.data ?? []} onMade={setSecret} onClose={() => setAsked(null)} />}
      {asked !== null && asked !== 'add' && (
        <Confirm title={t.tokens.revokeTitle} text={t.tokens.revokeText(asked.name)} confirm={t.tokens.revokeConfirm} danger onConfirm={() => revoke(asked)} onClose={() => setAsked(null)} />
      )}
      {secret && asked === null && <Secret {...secret} onClose={() => setSecret(null)} />}
    </div>
  );
}

function expiryOf(token: ApiToken): React.ReactNode {
  if (token.expires_at === null) return t.tokens.never;
  const day = formatDay(new Date(token.expires_at));
  return new Date(token.expires_at).getTime() < Date.now() ? <span className="tag quiet">{t.tokens.expired(day)}</span> : day;
}

async function revoke(token: ApiToken): Promise<void> {
  await deleteToken(token.id);
  await refresh('tokens');
  announce(t.tokens.revoked(token.name));
}

interface TokenDialogProps {
  projects: readonly { id: number; name: string }[];
  onMade: (secret: { name: string; token: string }) => void;
  onClose: () => void;
}

function TokenDialog({ projects, onMade, onClose }: TokenDialogProps) {
  const [form, setForm] = useState<TokenFields>(newToken);
  const change = (fields: Partial<TokenFields>) => setForm({ ...form, ...fields });
  const save = async () => {
    const made = await createToken(draftOf(form, new Date()));
    await refresh('tokens');
    onMade({ name: made.name, token: made.token });
  };
  return (
    <FormDialog title={t.tokens.add} submit={t.tokens.create} onClose={onClose} check={() => (form.name.trim() === '' ? { name: t.tokens.needName } : {})} save={save}>
      {(problems) => (
        <>
          <TextField label={t.tokens.name} hint={t.tokens.nameHint} value={form.name} onChange={(name) => change({ name })} error={problems.name} maxLength={150} autoFocus />
          <Switch selected={form.write} onChange={(write) => change({ write })}>
            {t.tokens.writeText}
          </Switch>
          <Select label={t.tokens.project} value={form.project} choices={[{ id: '', label: t.tokens.allProjects }, ...projects.map(({ id, name }) => ({ id: String(id), label: name }))]} onChange={(project) => change({ project })} />
          <Select label={t.tokens.expires} value={form.term} choices={Object.keys(terms).map((id) => ({ id, label: t.tokens.terms[id] ?? id }))} onChange={(term) => change({ term })} />
        </>
      )}
    </FormDialog>
  );
}

/** The secret, which the server tells this once. */
function Secret({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  return (
    <Dialog title={t.tokens.made(name)} onClose={onClose} dismissable={false}>
      <div className="dialog-body">
        <Notice kind="warning">{t.tokens.once}</Notice>
        <CopyField label={t.tokens.secret} value={token} />
        <CopyField label={t.tokens.example} value={`curl -H "Authorization: Bearer ${token}" ${window.location.origin}/api/projects/`} multiline />
      </div>
      <footer className="dialog-foot">
        <Button look="primary" onPress={onClose}>
          {t.tokens.kept}
        </Button>
      </footer>
    </Dialog>
  );
}
