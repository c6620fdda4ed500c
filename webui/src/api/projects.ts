import { deleteJson, getJson, patchJson, postJson, withQuery } from './http.ts';
import type { Page, Project } from './types.ts';

export interface ProjectQuery {
  page: number;
  ordering: string;
  search: string;
}

export interface ProjectDraft {
  name: string;
  description: string;
  tags?: string[];
}

export function listProjects(query: ProjectQuery, signal?: AbortSignal): Promise<Page<Project>> {
  return getJson<Page<Project>>(withQuery('/api/projects/', { ...query, search: unfinished(query.search) }), signal);
}

/** The server looks for whole words: somebody who types may be in the middle of the last one. Tags and users stay as they are. */
export function unfinished(search: string): string {
  return /[\p{L}\p{N}]$/u.test(search) && !/(^|\s)[#:@]\S*$/.test(search) ? `${search}*` : search;
}

const MOST_PAGES = 50;

/** All projects that the user sees, for lists to choose from. */
export async function everyProject(signal?: AbortSignal): Promise<Project[]> {
  const found: Project[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { count, results } = await listProjects({ page, ordering: 'name', search: '' }, signal);
    found.push(...results);
    if (found.length >= count || results.length === 0) break;
  }
  return found;
}

export function readProject(id: number): Promise<Project> {
  return getJson<Project>(`/api/projects/${id}/`);
}

export function createProject(draft: ProjectDraft): Promise<Project> {
  return postJson<Project>('/api/projects/', draft);
}

export function updateProject(id: number, draft: Partial<ProjectDraft>): Promise<Project> {
  return patchJson<Project>(`/api/projects/${id}/`, draft);
}

/** The copy is the caller's own, with the tasks and their files. */
export async function duplicateProject(id: number): Promise<Project> {
  return (await postJson<{ project: Project }>(`/api/projects/${id}/duplicate/`)).project;
}

export function deleteProject(id: number): Promise<void> {
  return deleteJson(`/api/projects/${id}/`);
}
