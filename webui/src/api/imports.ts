import { postJson } from './http.ts';
import type { Task } from './types.ts';

/** The products that can be brought along, and how their files end. */
export const productKinds = {
  orthophoto: ['.tif', '.tiff'],
  dsm: ['.tif', '.tiff'],
  dtm: ['.tif', '.tiff'],
  pointcloud: ['.laz', '.las'],
  texturedmodel: ['.glb'],
} as const;

export type ProductKind = keyof typeof productKinds;

export function importUrl(project: number): string {
  return `/api/projects/${project}/tasks/import`;
}

/** The server fetches the archive by itself. */
export function importFrom(project: number, url: string, name: string): Promise<Task> {
  return postJson<Task>(importUrl(project), name ? { url, name } : { url });
}

export async function initProducts(project: number): Promise<string> {
  return (await postJson<{ uuid: string }>(`${importUrl(project)}/external/init`)).uuid;
}

export function productsUrl(project: number): string {
  return `${importUrl(project)}/external/upload`;
}

export function commitProducts(project: number, uuid: string, name: string): Promise<Task> {
  return postJson<Task>(`${importUrl(project)}/external/commit`, { uuid, name });
}
