import { useState } from 'react';
import { allGroups, createUser, updateUser, type AdminUser } from '../../api/admin.ts';
import { useVisit } from '../../app/visit.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Checkbox, Switch, TextField } from '../../ui/fields.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { announce } from '../../ui/toasts.tsx';
import { changesOf, draftOf, newUser, problemsOf } from './userForm.ts';

/** Adds a user, or changes the one given. */
export function UserDialog({ user, onClose }: { user?: AdminUser; onClose: () => void }) {
  const groups = useServerData('admin/groups/all', (signal) => allGroups(signal));
  const [form, setForm] = useState(() => (user ? draftOf(user) : newUser));
  const visit = useVisit();
  const isSuper = visit.kind === 'known' && (visit.visit.session?.isSuper ?? false);
  const change = (fields: Partial<typeof form>) => setForm({ ...form, ...fields });
  const save = async () => {
    if (user) await updateUser(user.id, changesOf(draftOf(user), form));
    else await createUser(changesOf(newUser, form));
    await refresh('admin/');
    announce(t.admin.saved(form.username));
  };
  const toggle = (id: number) => change({ groups: form.groups.includes(id) ? form.groups.filter((other) => other !== id) : [...form.groups, id] });
  return (
    <FormDialog title={user ? t.admin.editUser(user.username) : t.admin.addUser} submit={user ? t.action.save : t.admin.addUser} onClose={onClose} check={() => problemsOf(form, user === undefined)} save={save}>
      {(problems) => (
        <>
          <TextField label={t.access.username} value={form.username} onChange={(username) => change({ username })} error={problems.username} hint={t.access.usernameHint} autoComplete="off" maxLength={150} autoFocus={!user} />
          <TextField
            label={user ? t.admin.newPassword : t.access.password}
            value={form.password}
            onChange={(password) => change({ password })}
            error={problems.password}
            hint={user ? t.admin.newPasswordHint : t.access.passwordHint}
            type="password"
            autoComplete="new-password"
          />
          <TextField label={t.admin.email} value={form.email} onChange={(email) => change({ email })} error={problems.email} autoComplete="off" />
          <div className="columns even">
            <TextField label={t.admin.firstName} value={form.first_name} onChange={(first_name) => change({ first_name })} error={problems.first_name} autoComplete="off" />
            <TextField label={t.admin.lastName} value={form.last_name} onChange={(last_name) => change({ last_name })} error={problems.last_name} autoComplete="off" />
          </div>
          {groups.data && groups.data.length > 0 && (
            <fieldset className="choices">
              <legend>{t.admin.titles.groups}</legend>
              {!user && <p className="hint">{t.admin.defaultGroup}</p>}
              {groups.data.filter((group) => user || group.name !== 'Default').map((group) => (
                <Checkbox key={group.id} selected={form.groups.includes(group.id)} onChange={() => toggle(group.id)}>
                  {group.name}
                </Checkbox>
              ))}
            </fieldset>
          )}
          <Switch selected={form.is_active} onChange={(is_active) => change({ is_active })}>
            {t.admin.active}
          </Switch>
          <Switch selected={form.is_staff} onChange={(is_staff) => change({ is_staff })}>
            {t.admin.staffText}
          </Switch>
          {isSuper && (
            <Switch selected={form.is_superuser} onChange={(is_superuser) => change({ is_superuser })}>
              {t.admin.superuserText}
            </Switch>
          )}
        </>
      )}
    </FormDialog>
  );
}
