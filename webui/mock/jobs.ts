import { randomUUID } from 'node:crypto';
import type { Task } from '../src/api/types.ts';
import { bodyJson, json, type Call } from './call.ts';

/** Background jobs: each check brings them a quarter on. */
export function jobRoutes(call: Call): void {
  const [, what, id = ''] = call.path;
  const job = call.state.jobs.get(id);
  if (what === 'check') {
    if (!job) return json(call, 200, { ready: false });
    job.progress = Math.min(100, job.progress + 25);
    return json(call, 200, job.progress < 100 ? { ready: false, status: 'Warping', progress: job.progress } : { ready: true, ...(job.error ? { error: job.error } : {}) });
  }
  if (!job || job.progress < 100) return json(call, 200, { error: 'Task not ready' });
  const name = call.url.searchParams.get('filename') ?? 'export.tif';
  call.response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename=${name}` }).end('mock export');
}

/** The native format without changes is there already; everything else is a job. EPSG 9999 fails, as a wrong code would. */
export async function startExport(call: Call, task: Task, layer: string): Promise<void> {
  const form = (await bodyJson(call)) as Record<string, unknown>;
  const cloud = layer === 'georeferenced_model';
  const format = String(form.format ?? (cloud ? 'laz' : 'gtiff'));
  const ending = { gtiff: 'tif', 'gtiff-rgb': 'tif' }[format] ?? format;
  const formula = form.formula ? `-${String(form.formula)}` : '';
  if (form.epsg !== undefined && !Number.isInteger(Number(form.epsg))) return json(call, 400, ['Invalid EPSG code']);
  const filename = `${task.name.replace(/[^0-9A-Za-z-]+/g, '-')}-${layer}${formula}.${ending}`;
  const isNative = (format === 'gtiff' || format === 'laz') && !form.formula && !form.resample && !task.crop && (!form.epsg || Number(form.epsg) === task.epsg);
  if (isNative) return json(call, 200, { url: `/api/projects/${task.project}/tasks/${task.id}/download/${layer}.${ending}`, filename });
  const id = randomUUID();
  call.state.jobs.set(id, { progress: 0, error: Number(form.epsg) === 9999 ? 'EPSG:9999 is not known' : null });
  return json(call, 200, { celery_task_id: id, filename });
}
