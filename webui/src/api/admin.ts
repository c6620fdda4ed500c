import { deleteJson, getJson, patchJson, postJson, withQuery } from './http.ts';
import type { Page } from './types.ts';

export interface AdminUser {
  id: number;
  username: string;
  /** Never the password: a placeholder. */
  password: string;
  email: string;
  first_name: string;
  last_name: string;
  is_staff: boolean;
  is_superuser: boolean;
  is_active: boolean;
  groups: number[];
  user_permissions: number[];
  last_login: string | null;
  date_joined: string;
}

export type UserDraft = Partial<Pick<AdminUser, 'username' | 'password' | 'email' | 'first_name' | 'last_name' | 'is_staff' | 'is_superuser' | 'is_active' | 'groups'>>;

export interface AdminGroup {
  id: number;
  name: string;
  permissions: number[];
}

export interface Profile {
  /** Id of the user. */
  user: number;
  /** In megabytes; -1 without limit. */
  quota: number;
  cluster_id: number | null;
  oidc_sub: string | null;
}

export interface PermissionName {
  id: number;
  /** Such as `add_project`. */
  name: string;
}

export function listUsers(page: number, signal?: AbortSignal): Promise<Page<AdminUser>> {
  return getJson<Page<AdminUser>>(withQuery('/api/admin/users/', { page, ordering: 'username' }), signal);
}

export function createUser(draft: UserDraft): Promise<AdminUser> {
  return postJson<AdminUser>('/api/admin/users/', draft);
}

export function updateUser(id: number, draft: UserDraft): Promise<AdminUser> {
  return patchJson<AdminUser>(`/api/admin/users/${id}/`, draft);
}

export function deleteUser(id: number): Promise<void> {
  return deleteJson(`/api/admin/users/${id}/`);
}

export function listGroups(page: number, signal?: AbortSignal): Promise<Page<AdminGroup>> {
  return getJson<Page<AdminGroup>>(withQuery('/api/admin/groups/', { page, ordering: 'name' }), signal);
}

/** Every page of groups, one after the other: users are put into groups by name. */
export function allGroups(signal?: AbortSignal): Promise<AdminGroup[]> {
  return everything((page) => listGroups(page, signal));
}

export function allUsers(signal?: AbortSignal): Promise<AdminUser[]> {
  return everything((page) => listUsers(page, signal));
}

async function everything<T>(read: (page: number) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; ; page++) {
    const { count, results } = await read(page);
    found.push(...results);
    if (found.length >= count || results.length === 0) return found;
  }
}

export function createGroup(draft: Pick<AdminGroup, 'name' | 'permissions'>): Promise<AdminGroup> {
  return postJson<AdminGroup>('/api/admin/groups/', draft);
}

export function updateGroup(id: number, draft: Partial<Pick<AdminGroup, 'name' | 'permissions'>>): Promise<AdminGroup> {
  return patchJson<AdminGroup>(`/api/admin/groups/${id}/`, draft);
}

export function deleteGroup(id: number): Promise<void> {
  return deleteJson(`/api/admin/groups/${id}/`);
}

export function listPermissionNames(signal?: AbortSignal): Promise<PermissionName[]> {
  return getJson<PermissionName[]>('/api/admin/permissions/', signal);
}

export function listProfiles(signal?: AbortSignal): Promise<Profile[]> {
  return getJson<Profile[]>('/api/admin/profiles/', signal);
}

export function setQuota(user: number, quota: number): Promise<Profile> {
  return patchJson<Profile>(`/api/admin/profiles/${user}/`, { quota });
}

export function readUsedQuota(user: number, signal?: AbortSignal): Promise<{ used: number; total: number }> {
  return getJson<{ used: number; total: number }>(`/api/admin/profiles/${user}/used_quota/`, signal);
}

/** After so many hours tasks of a user above quota may be removed. */
export function setQuotaDeadline(user: number, hours: number): Promise<{ deadline: number }> {
  return postJson<{ deadline: number }>(`/api/admin/profiles/${user}/update_quota_deadline/`, { hours });
}
