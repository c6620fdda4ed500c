import type { Task } from '../src/api/types.ts';
import { body, bodyJson, image, json, notFound, type Call } from './call.ts';
import { importRoutes } from './imports.ts';
import { startExport } from './jobs.ts';
import { modelOf, packedModelOf } from './model.ts';
import { parseMultipart } from './multipart.ts';
import { EXTENT } from './state.ts';
import { layerMetadata, renderThumbnail, renderTile } from './tiles.ts';

/** The tasks of a project. */
export async function taskRoutes(call: Call, method: string): Promise<void> {
  const { state, path } = call;
  const project = state.projects.find((candidate) => String(candidate.id) === path[1]);
  if (!project) return notFound(call);
  if (path[3] === undefined && method === 'GET') return json(call, 200, state.tasks.filter((task) => task.project === project.id));
  if (path[3] === undefined) {
    const fields = (await bodyJson(call)) as Partial<Task>;
    return json(call, 201, state.addTask(project, { ...fields, partial: true }));
  }
  if (path[3] === 'import') return importRoutes(call, project);
  const task = state.findTask(path[3]);
  if (!task) return notFound(call);
  if (path[4] === undefined && method === 'GET') return json(call, 200, task);
  if (path[4] === undefined) return json(call, 200, Object.assign(task, await bodyJson(call)));
  return taskParts(call, task, method);
}

/** What belongs to one task; also what strangers may read of a public one. */
export async function taskParts(call: Call, task: Task, method: string): Promise<void> {
  const { path, url, response } = call;
  const part = path[4] ?? '';
  const actions: Record<string, number> = { cancel: 1, remove: 2, restart: 3, compact: 6 };
  if (part in actions) {
    task.pending_action = actions[part] ?? null;
    return json(call, 200, { success: true });
  }
  if (part === 'duplicate') return json(call, 200, { success: true, task: call.state.duplicateTask(task) });
  if (path[5] === 'export') return startExport(call, task, part);
  if (part === '3d') return scene(call, task, method);
  if (part === 'upload' && method === 'GET') return received(call, task);
  if (part === 'upload') return upload(call, task);
  if (part === 'commit') return json(call, 200, Object.assign(task, { partial: false }));
  if (part === 'output') return output(call, task);
  if (part === 'thumbnail') return image(response, renderThumbnail(Number(url.searchParams.get('size') ?? 256)));
  if (part === 'textured_model' || (part === 'download' && path[5] === 'textured_model.glb')) return model(call);
  if (part === 'download') return void response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename=${path[5]}` }).end('mock');
  if (['orthophoto', 'dsm', 'dtm'].includes(part)) return layerRoutes(call, task, part);
  return notFound(call);
}

function layerRoutes(call: Call, task: Task, layer: string): void {
  const { path, url, response } = call;
  if (task.status !== 40) return notFound(call);
  const base = `/api/projects/${task.project}/tasks/${path[3]}/${layer}`;
  if (path[5] === 'tiles.json') {
    return json(call, 200, { tilejson: '2.1.0', name: task.name, version: '1.0.0', scheme: 'xyz', tiles: [`${base}/tiles/{z}/{x}/{y}.png`], minzoom: 15, maxzoom: 22, bounds: EXTENT });
  }
  if (path[5] === 'metadata') return json(call, 200, layerMetadata(task.name, layer, url.searchParams.get('formula')));
  const [zoom = 0, x = 0, y = 0] = [path[6], path[7], path[8]?.replace('.png', '')].map(Number);
  const tile = renderTile(layer, zoom, x, y, url.searchParams);
  if (!tile) return json(call, 404, { detail: 'Outside of bounds' });
  return image(response, tile);
}

async function upload(call: Call, task: Task): Promise<void> {
  const form = parseMultipart(await body(call.request), call.request.headers['content-type'] ?? '');
  if (!form.file) return json(call, 400, ['No files uploaded']);
  const id = form.fields.dzuuid ?? '';
  const index = Number(form.fields.dzchunkindex ?? 0);
  const count = Number(form.fields.dztotalchunkcount ?? 1);
  const pieces = call.state.pieces.get(`${task.id}/${id}`) ?? { name: form.file.name, count, received: new Map<number, number>() };
  pieces.received.set(index, form.file.size);
  call.state.pieces.set(`${task.id}/${id}`, pieces);
  if (index + 1 < count) return json(call, 200, { success: true, uploaded: {} });
  if (pieces.received.size < count) return json(call, 400, ['Missing chunks']);
  const size = [...pieces.received.values()].reduce((sum, length) => sum + length, 0);
  call.state.pieces.delete(`${task.id}/${id}`);
  const files = call.state.files.get(String(task.id));
  files?.set(form.file.name, size);
  task.images_count = files?.size ?? 0;
  return json(call, 200, { success: true, uploaded: { [form.file.name]: size } });
}

async function model({ state, response }: Call): Promise<void> {
  const file = state.packedModels ? await packedModelOf() : modelOf();
  response.writeHead(200, { 'Content-Type': 'model/gltf-binary', 'Content-Length': file.length }).end(file);
}

/** What has arrived of an upload that broke off. */
function received(call: Call, task: Task): void {
  const files = [...(call.state.files.get(String(task.id)) ?? [])].map(([name, size]) => ({ name, size }));
  const chunks = [...call.state.pieces].flatMap(([key, { name, count, received: have }]) => {
    const [owner, dzuuid] = key.split('/');
    return owner === String(task.id) ? [{ dzuuid, name, count, received: [...have.keys()], bytes: [...have.values()].reduce((sum, length) => sum + length, 0) }] : [];
  });
  json(call, 200, { files, chunks });
}

/** The scene of the 3D view: stored as it comes, the view apart. */
async function scene(call: Call, task: Task, method: string): Promise<void> {
  const stored = call.state.scenes.get(String(task.id)) ?? {};
  if (method === 'GET') return json(call, 200, stored);
  const sent = await bodyJson(call);
  if (call.path[5] === 'cameraview') call.state.scenes.set(String(task.id), { ...stored, view: sent });
  else if ((sent as { type?: string }).type === 'Potree') call.state.scenes.set(String(task.id), { ...stored, ...sent });
  else return json(call, 400, ['Invalid potree scene']);
  return json(call, 200, { success: true });
}

function output(call: Call, task: Task): void {
  const lines = call.state.consoles.get(String(task.id)) ?? [];
  if (call.url.searchParams.get('f') === 'raw') return void call.response.writeHead(200, { 'Content-Type': 'text/plain' }).end(lines.join('\n'));
  const limit = Number(call.url.searchParams.get('limit') ?? 0);
  const line = Number(call.url.searchParams.get('line') ?? 0);
  const from = limit < 0 ? Math.max(line, lines.length + limit) : line;
  // An empty console counts one empty line.
  json(call, 200, lines.length === 0 ? { lines: [''], count: 1 } : { lines: lines.slice(from), count: lines.length });
}

