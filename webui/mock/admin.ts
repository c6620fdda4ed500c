import type { AdminGroup, AdminUser } from '../src/api/admin.ts';
import { bodyJson, json, notFound, type Call } from './call.ts';

const SIZE = 10;

/** Users, groups and quotas, for staff. */
export async function adminRoutes(call: Call, method: string): Promise<void> {
  const { path, state } = call;
  if (path[1] === 'users') return records(call, method, state.users, makeUser);
  if (path[1] === 'groups') return records(call, method, state.groups, makeGroup);
  if (path[1] === 'permissions') return json(call, 200, state.permissionNames);
  if (path[1] === 'profiles') return profiles(call, method);
  return notFound(call);
}

function makeUser(call: Call, fields: Partial<AdminUser>): AdminUser | string {
  if (!fields.username) return 'username';
  const id = call.state.freshId();
  call.state.profiles.push({ user: id, quota: -1, cluster_id: null, oidc_sub: null });
  return { first_name: '', last_name: '', email: '', is_staff: false, is_superuser: false, is_active: true, groups: [1], user_permissions: [], last_login: null, date_joined: new Date().toISOString(), ...fields, id, username: fields.username, password: '********' };
}

function makeGroup(call: Call, fields: Partial<AdminGroup>): AdminGroup | string {
  return fields.name ? { id: call.state.freshId(), name: fields.name, permissions: fields.permissions ?? [] } : 'name';
}

async function records<T extends { id: number; username?: string }>(call: Call, method: string, list: T[], make: (call: Call, fields: Partial<T>) => T | string): Promise<void> {
  const id = call.path[2];
  if (id === undefined && method === 'GET') {
    const page = Number(call.url.searchParams.get('page') ?? 1);
    return json(call, 200, { count: list.length, next: null, previous: null, results: list.slice((page - 1) * SIZE, page * SIZE) });
  }
  const fields: Partial<T> = method === 'DELETE' ? {} : ((await bodyJson(call)) as Partial<T>);
  if (id === undefined) {
    if (fields.username && list.some((other) => other.username === fields.username)) return json(call, 400, { username: ['A user with that username already exists.'] });
    const made = make(call, fields);
    if (typeof made === 'string') return json(call, 400, { [made]: ['This field is required.'] });
    list.push(made);
    return json(call, 201, made);
  }
  const found = list.find((record) => String(record.id) === id);
  if (!found) return notFound(call);
  if (method === 'GET') return json(call, 200, found);
  if (method === 'DELETE') {
    list.splice(list.indexOf(found), 1);
    return void call.response.writeHead(204).end();
  }
  return json(call, 200, Object.assign(found, fields, { password: '********' }));
}

async function profiles(call: Call, method: string): Promise<void> {
  const { path, state } = call;
  if (path[2] === undefined) return json(call, 200, state.profiles);
  const profile = state.profiles.find((candidate) => String(candidate.user) === path[2]);
  if (!profile) return notFound(call);
  if (path[3] === 'used_quota') return json(call, 200, { used: profile.user === 1 ? 18_412.5 : 0, total: profile.quota });
  if (path[3] === 'update_quota_deadline') {
    const { hours } = (await bodyJson(call)) as { hours?: number };
    return hours === undefined || hours < 0 ? json(call, 400, ['hours must be a positive number']) : json(call, 200, { deadline: Date.now() / 1000 + hours * 3600 });
  }
  return json(call, 200, method === 'GET' ? profile : Object.assign(profile, await bodyJson(call)));
}
