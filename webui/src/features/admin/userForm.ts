import type { AdminUser, UserDraft } from '../../api/admin.ts';
import { t } from '../../messages/index.ts';
import type { Problems } from '../../ui/FormDialog.tsx';
import { checkUsername } from '../access/account.ts';

export type UserFields = Required<UserDraft>;

/** New users join the Default group by themselves. */
export const newUser: UserFields = { username: '', password: '', email: '', first_name: '', last_name: '', is_staff: false, is_superuser: false, is_active: true, groups: [] };

const SHORTEST_PASSWORD = 8;

export function draftOf({ username, email, first_name, last_name, is_staff, is_superuser, is_active, groups }: AdminUser): UserFields {
  // The password that is read is a placeholder; an empty field leaves the real one alone.
  return { username, password: '', email, first_name, last_name, is_staff, is_superuser, is_active, groups };
}

/** Only what differs is sent, so that nothing else is touched, by accident or for want of the right. */
export function changesOf(before: UserFields, after: UserFields): UserDraft {
  const changed = Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof UserFields]));
  return Object.fromEntries(changed.map(([name, value]) => [name, typeof value === 'string' && name !== 'password' ? value.trim() : value])) as UserDraft;
}

export function problemsOf(form: UserFields, isNew: boolean): Problems {
  const problems: Problems = {};
  const username = checkUsername(form.username.trim());
  if (username) problems.username = username;
  if (isNew && form.password === '') problems.password = t.access.needPassword;
  else if (form.password !== '' && form.password.length < SHORTEST_PASSWORD) problems.password = t.access.shortPassword;
  if (form.email.trim() !== '' && !/^[^\s@]+@[^\s@]+$/.test(form.email.trim())) problems.email = t.admin.badEmail;
  return problems;
}
