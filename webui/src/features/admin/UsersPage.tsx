import { useState } from 'react';
import { deleteUser, listUsers, type AdminUser } from '../../api/admin.ts';
import { usePlace } from '../../app/router.ts';
import { useVisit } from '../../app/visit.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { formatAgo } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Dialog.tsx';
import { Remote } from '../../ui/Remote.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { announce } from '../../ui/toasts.tsx';
import { Pager } from '../projects/Pager.tsx';
import { UserDialog } from './UserDialog.tsx';

const SIZE = 10;

const columns: Column<AdminUser>[] = [
  { label: t.admin.user, cell: (user) => <UserName user={user} /> },
  { label: t.admin.email, cell: (user) => user.email || '–' },
  { label: t.admin.rights, cell: rightsOf },
  { label: t.admin.lastLogin, cell: (user) => (user.last_login ? formatAgo(user.last_login) : t.nodes.never) },
];

export function UsersPage() {
  const { query } = usePlace();
  const page = Math.max(1, Number(query.get('page')) || 1);
  const state = useServerData(`admin/users?${page}`, (signal) => listUsers(page, signal));
  const [asked, setAsked] = useState<{ what: 'add' } | { what: 'edit' | 'delete'; user: AdminUser } | null>(null);
  const close = () => setAsked(null);
  const me = useMyName();
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{t.admin.titles.users}</h1>
          {state.data && <p className="muted">{t.admin.countUsers(state.data.count)}</p>}
        </div>
        <Button look="primary" icon="plus" onPress={() => setAsked({ what: 'add' })}>
          {t.admin.addUser}
        </Button>
      </div>
      <Remote state={state} title={t.admin.failed} onRetry={() => void refresh('admin/users')}>
        {({ count, results }) => (
          <>
            <Table
              label={t.admin.titles.users}
              columns={columns}
              rows={results}
              rowKey={(user) => user.id}
              actionsLabel={t.action.more}
              actions={(user) => (
                <>
                  <IconButton icon="edit" small label={t.admin.edit(user.username)} onPress={() => setAsked({ what: 'edit', user })} />
                  {user.username !== me && <IconButton icon="trash" small label={t.admin.delete(user.username)} onPress={() => setAsked({ what: 'delete', user })} />}
                </>
              )}
            />
            <Pager page={page} pages={Math.ceil(count / SIZE)} />
          </>
        )}
      </Remote>
      {asked?.what === 'add' && <UserDialog onClose={close} />}
      {asked?.what === 'edit' && <UserDialog user={asked.user} onClose={close} />}
      {asked?.what === 'delete' && (
        <Confirm title={t.admin.deleteUserTitle} text={t.admin.deleteUserText(asked.user.username)} confirm={t.action.delete} danger onConfirm={() => remove(asked.user)} onClose={close} />
      )}
    </>
  );
}

function useMyName(): string | null {
  const visit = useVisit();
  return visit.kind === 'known' ? (visit.visit.session?.username ?? null) : null;
}

function UserName({ user }: { user: AdminUser }) {
  const full = [user.first_name, user.last_name].filter(Boolean).join(' ');
  return (
    <>
      {user.username}
      {full && <small>{full}</small>}
    </>
  );
}

function rightsOf(user: AdminUser): string {
  if (!user.is_active) return t.admin.inactive;
  if (user.is_superuser) return t.admin.superuser;
  return user.is_staff ? t.admin.staff : t.admin.ordinary;
}

async function remove(user: AdminUser): Promise<void> {
  await deleteUser(user.id);
  await refresh('admin/');
  void refresh('projects?');
  announce(t.admin.deleted(user.username));
}
