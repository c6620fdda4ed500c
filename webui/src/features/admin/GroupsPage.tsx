import { useState } from 'react';
import { createGroup, deleteGroup, listGroups, listPermissionNames, updateGroup, type AdminGroup } from '../../api/admin.ts';
import { usePlace } from '../../app/router.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Dialog.tsx';
import { Checkbox, TextField } from '../../ui/fields.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Remote } from '../../ui/Remote.tsx';
import { Table } from '../../ui/Table.tsx';
import { announce } from '../../ui/toasts.tsx';
import { Pager } from '../projects/Pager.tsx';
import { permissionGrid } from './permissions.ts';

const SIZE = 10;

export function GroupsPage() {
  const { query } = usePlace();
  const page = Math.max(1, Number(query.get('page')) || 1);
  const state = useServerData(`admin/groups?${page}`, (signal) => listGroups(page, signal));
  const [asked, setAsked] = useState<{ what: 'add' } | { what: 'edit' | 'delete'; group: AdminGroup } | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{t.admin.titles.groups}</h1>
          <p className="muted">{t.admin.groupsText}</p>
        </div>
        <Button look="primary" icon="plus" onPress={() => setAsked({ what: 'add' })}>
          {t.admin.addGroup}
        </Button>
      </div>
      <Remote state={state} title={t.admin.failed} onRetry={() => void refresh('admin/groups')}>
        {({ count, results }) => (
          <>
            <Table
              label={t.admin.titles.groups}
              columns={[
                { label: t.admin.group, cell: (group) => group.name },
                { label: t.admin.rights, cell: (group) => t.admin.countRights(group.permissions.length) },
              ]}
              rows={results}
              rowKey={(group) => group.id}
              actionsLabel={t.action.more}
              actions={(group) => (
                <>
                  <IconButton icon="edit" small label={t.admin.edit(group.name)} onPress={() => setAsked({ what: 'edit', group })} />
                  <IconButton icon="trash" small label={t.admin.delete(group.name)} onPress={() => setAsked({ what: 'delete', group })} />
                </>
              )}
            />
            <Pager page={page} pages={Math.ceil(count / SIZE)} />
          </>
        )}
      </Remote>
      {asked?.what === 'add' && <GroupDialog onClose={close} />}
      {asked?.what === 'edit' && <GroupDialog group={asked.group} onClose={close} />}
      {asked?.what === 'delete' && (
        <Confirm title={t.admin.deleteGroupTitle} text={t.admin.deleteGroupText(asked.group.name)} confirm={t.action.delete} danger onConfirm={() => remove(asked.group)} onClose={close} />
      )}
    </>
  );
}

async function remove(group: AdminGroup): Promise<void> {
  await deleteGroup(group.id);
  await refresh('admin/');
  announce(t.admin.deleted(group.name));
}

function GroupDialog({ group, onClose }: { group?: AdminGroup; onClose: () => void }) {
  const names = useServerData('admin/permissions', (signal) => listPermissionNames(signal));
  const [name, setName] = useState(group?.name ?? '');
  const [permissions, setPermissions] = useState<readonly number[]>(group?.permissions ?? []);
  const save = async () => {
    const draft = { name: name.trim(), permissions: [...permissions].sort((a, b) => a - b) };
    await (group ? updateGroup(group.id, draft) : createGroup(draft));
    await refresh('admin/');
    announce(t.admin.saved(draft.name));
  };
  const toggle = (id: number) => setPermissions(permissions.includes(id) ? permissions.filter((other) => other !== id) : [...permissions, id]);
  return (
    <FormDialog title={group ? t.admin.editGroup(group.name) : t.admin.addGroup} submit={group ? t.action.save : t.admin.addGroup} onClose={onClose} check={() => (name.trim() === '' ? { name: t.admin.needName } : {})} save={save}>
      {(problems) => (
        <>
          <TextField label={t.admin.group} value={name} onChange={setName} error={problems.name} maxLength={150} autoFocus={!group} />
          {permissionGrid(names.data ?? []).map(({ kind, rights }) => (
            <fieldset className="choices" key={kind}>
              <legend>{t.admin.kinds[kind] ?? kind}</legend>
              {rights.map(({ id, right }) => (
                <Checkbox key={id} selected={permissions.includes(id)} onChange={() => toggle(id)}>
                  {t.admin.rightNames[right] ?? right}
                </Checkbox>
              ))}
            </fieldset>
          ))}
          <p className="hint">{t.admin.rightsNote}</p>
        </>
      )}
    </FormDialog>
  );
}
