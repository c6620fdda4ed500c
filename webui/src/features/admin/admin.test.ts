import { describe, expect, it } from 'vitest';
import type { AdminUser } from '../../api/admin.ts';
import { permissionGrid } from './permissions.ts';
import { quotaProblems, quotaText } from './quota.ts';
import { changesOf, draftOf, newUser, problemsOf } from './userForm.ts';

const maria: AdminUser = {
  id: 2, username: 'maria', password: '********', email: 'm@example.org', first_name: '', last_name: '', is_staff: false, is_superuser: false, is_active: true,
  groups: [1], user_permissions: [], last_login: null, date_joined: '2026-10-01T08:00:00Z',
};

describe('the form of a user', () => {
  it('never sends a placeholder as a password', () => {
    expect(changesOf(draftOf(maria), draftOf(maria))).toEqual({});
    expect(changesOf(draftOf(maria), { ...draftOf(maria), email: ' new@example.org ' })).toEqual({ email: 'new@example.org' });
  });

  it('sends a new password as it was typed', () => expect(changesOf(draftOf(maria), { ...draftOf(maria), password: ' with space ' })).toEqual({ password: ' with space ' }));

  it('leaves the groups of a new user to the server unless some are chosen', () => {
    expect(changesOf(newUser, { ...newUser, username: 'x', password: '12345678' })).toEqual({ username: 'x', password: '12345678' });
    expect(changesOf(newUser, { ...newUser, groups: [2] })).toEqual({ groups: [2] });
  });

  it('says what is missing', () => {
    expect(Object.keys(problemsOf(newUser, true))).toEqual(['username', 'password']);
    expect(problemsOf({ ...newUser, username: 'x', password: '12345678' }, true)).toEqual({});
    expect(Object.keys(problemsOf({ ...draftOf(maria), password: 'short', email: 'nowhere' }, false))).toEqual(['password', 'email']);
    expect(problemsOf(draftOf(maria), false)).toEqual({});
  });
});

describe('permissionGrid', () => {
  it('shows the rights that have an effect, by kind', () => {
    const grid = permissionGrid([{ id: 1, name: 'add_user' }, { id: 20, name: 'view_project' }, { id: 17, name: 'add_project' }, { id: 32, name: 'view_processingnode' }]);
    expect(grid).toEqual([
      { kind: 'project', rights: [{ id: 20, right: 'view' }, { id: 17, right: 'add' }] },
      { kind: 'processingnode', rights: [{ id: 32, right: 'view' }] },
    ]);
  });
});

describe('quotas', () => {
  it('are without limit below zero, and nothing at zero', () => {
    expect(quotaText(-1)).toBe('No limit');
    expect(quotaText(0)).toBe('Nothing');
    expect(quotaText(1024)).not.toMatch(/limit|Nothing/);
  });

  it.each([['', true], ['-5', true], ['many', true], ['0', false], ['5000', false], ['12.5', false]])('%s megabytes is wrong: %s', (megabytes, wrong) =>
    expect('quota' in quotaProblems({ unlimited: false, megabytes, hours: '' })).toBe(wrong));

  it('need no number without limit', () => expect(quotaProblems({ unlimited: true, megabytes: '', hours: 'x' })).toEqual({}));
});
