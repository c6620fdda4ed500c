import type { Grant } from '../src/api/sharing.ts';
import type { Project } from '../src/api/types.ts';
import { bodyJson, json, notFound, type Call } from './call.ts';
import { taskParts } from './tasks.ts';

/** Permissions, the form that replaces everything, and the copy of a project. */
export async function projectSharing(call: Call, project: Project, method: string): Promise<void> {
  const part = call.path[2];
  if (part === 'permissions') {
    call.response.setHeader('X-Groups-Count', String(call.state.groups.length));
    return json(call, 200, call.state.permissionsOf(project));
  }
  if (part === 'edit' && method === 'POST') return edit(call, project);
  if (part === 'duplicate' && method === 'POST') return json(call, 200, { success: true, project: call.state.duplicate(project) });
  return notFound(call);
}

interface Edit {
  name?: string;
  description?: string;
  tags?: string[];
  permissions?: Grant[];
}

/** What the form leaves out becomes empty, permissions excepted: that is the contract. */
async function edit(call: Call, project: Project): Promise<void> {
  const { state } = call;
  const form = (await bodyJson(call)) as Edit;
  for (const grant of form.permissions ?? []) {
    const known = 'username' in grant ? state.users.some((user) => user.username === grant.username) : state.groups.some((group) => group.name === grant.groupname);
    if (!known) return json(call, 400, { error: `No such user or group: ${'username' in grant ? grant.username : grant.groupname}` });
  }
  Object.assign(project, { name: form.name ?? '', description: form.description ?? '', tags: form.tags ?? [] });
  if (form.permissions) state.grants.set(project.id, form.permissions.filter((grant) => !('username' in grant && grant.username === 'admin')));
  return json(call, 200, { success: true });
}

/** Prefix search for names. */
export function searchRoutes(call: Call): void {
  const search = (call.url.searchParams.get('search') ?? '').toLowerCase();
  const fits = (text: string) => text.toLowerCase().startsWith(search);
  const limit = Math.abs(Number(call.url.searchParams.get('limit') ?? 100));
  const { users, groups } = call.state;
  if (call.path[0] === 'users') return json(call, 200, users.filter((user) => fits(user.username) || fits(user.email)).slice(0, limit).map(({ username, email }) => ({ username, email })));
  return json(call, 200, groups.filter((group) => fits(group.name)).slice(0, limit).map(({ id, name }) => ({ id, name })));
}

/** What strangers may read: tasks that are public, by UUID alone. True when it was answered. */
export async function publicTaskRoutes(call: Call, method: string): Promise<boolean> {
  const task = call.state.tasks.find((candidate) => candidate.public_id === call.path[3]);
  const project = call.state.projects.find((candidate) => candidate.id === task?.project);
  if (!task || (!task.public && !project?.public)) return false;
  const writes = method === 'POST' && call.path[4] !== '3d' && call.path[5] !== 'export';
  if (writes || (call.path[4] === '3d' && method === 'POST' && !task.public_edit)) return false;
  if (call.path[4] === undefined) json(call, 200, task);
  else await taskParts(call, task, method);
  return true;
}

/** `/public/task/{uuid}/json/` and `/public/project/{uuid}/json/`. */
export function publicPages(call: Call): void {
  const [, what, id] = call.path;
  const { state } = call;
  const byId = (project: number) => state.projects.find((candidate) => candidate.id === project);
  if (what === 'task') {
    const task = state.tasks.find((candidate) => candidate.public_id === id);
    return task && (task.public || byId(task.project)?.public) ? json(call, 200, task) : notFound(call);
  }
  const project = state.projects.find((candidate) => candidate.public_id === id && candidate.public);
  if (!project) return notFound(call);
  const { id: number, name, description } = project;
  return json(call, 200, { id: number, name, description, tasks: state.tasks.filter((task) => task.project === number) });
}
