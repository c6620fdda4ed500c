import { getJson, patchJson, postJson, withQuery } from './http.ts';
import { taskPath } from './tasks.ts';
import type { Permission, Project, Task, TaskId } from './types.ts';

/** Rights given to one user or to all members of a group. */
export type Grant = { username: string; permissions: Permission[] } | { groupname: string; permissions: Permission[] };

export type PermissionRow = { username: string; owner: boolean; permissions: Permission[] } | { groupname: string; permissions: Permission[] };

export interface Visibility {
  public: boolean;
  public_edit: boolean;
}

export function setTaskVisibility(project: number, task: TaskId, change: Partial<Visibility>): Promise<Task> {
  return patchJson<Task>(`${taskPath(project, task)}/`, change);
}

export function setProjectVisibility(project: number, change: Partial<Visibility>): Promise<Project> {
  return patchJson<Project>(`/api/projects/${project}/`, change);
}

export function readPermissions(project: number, signal?: AbortSignal): Promise<PermissionRow[]> {
  return getJson<PermissionRow[]>(`/api/projects/${project}/permissions/`, signal);
}

/** The call replaces name, description and tags as well: what it does not name becomes empty, so all are sent. */
export function savePermissions(project: Project, permissions: Grant[]): Promise<unknown> {
  const { name, description, tags = [] } = project;
  return postJson(`/api/projects/${project.id}/edit/`, { name, description, tags, permissions });
}

export interface FoundUser {
  username: string;
  email: string;
}

export interface FoundGroup {
  id: number;
  name: string;
}

const MOST = 8;

export function findUsers(search: string, signal?: AbortSignal): Promise<FoundUser[]> {
  return getJson<FoundUser[]>(withQuery('/api/users/', { search, limit: MOST }), signal);
}

export function findGroups(search: string, signal?: AbortSignal): Promise<FoundGroup[]> {
  return getJson<FoundGroup[]>(withQuery('/api/groups/', { search, limit: MOST }), signal);
}
