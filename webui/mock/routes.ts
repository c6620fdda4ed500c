import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Project, Task } from '../src/api/types.ts';
import { parseMultipart } from './multipart.ts';
import { EXTENT, type MockState } from './state.ts';
import { layerMetadata, renderThumbnail, renderTile } from './tiles.ts';

interface Call {
  state: MockState;
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  path: string[];
  user: string | null;
}

/** The part of the API that the interface uses, in the shapes of the contract. */
export async function handleApi(state: MockState, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const user = state.sessions.get(cookie(request, 'sessionid') ?? '') ?? null;
  const path = url.pathname.split('/').filter(Boolean).slice(1);
  const call: Call = { state, request, response, url, path, user };
  const method = request.method ?? 'GET';
  if (path[0] === 'session' || path[0] === 'welcome' || path[0] === 'auth') return access(call, method);
  if (!user) return json(call, 403, { detail: 'Authentication credentials were not provided.' });
  if (method !== 'GET' && request.headers['x-csrftoken'] !== cookie(request, 'csrftoken')) return json(call, 403, { detail: 'CSRF Failed: token missing.' });
  if (path[0] === 'events') return events(call);
  if (path[0] === 'presets') return presetRoutes(call, method);
  if (path[0] === 'processingnodes') return nodeRoutes(call);
  if (path[0] === 'projects' && path[2] === 'tasks') return taskRoutes(call, method);
  if (path[0] === 'projects') return projectRoutes(call, method);
  return notFound(call);
}

async function access(call: Call, method: string): Promise<void> {
  const { state, path } = call;
  if (path[0] === 'session') return json(call, 200, sessionOf(state, call.user));
  if (path[0] === 'welcome' && method === 'GET') return json(call, 200, { needed: state.accounts.length === 0 });
  if (path[0] === 'welcome') {
    if (state.accounts.length > 0) return json(call, 403, { detail: 'An administrator exists already.' });
    const { username, password } = (await bodyJson(call)) as { username: string; password: string };
    state.accounts.push({ username, password });
    return begin(call, username, 201);
  }
  if (method === 'DELETE') {
    state.sessions.delete(cookie(call.request, 'sessionid') ?? '');
    call.response.writeHead(204, { 'Set-Cookie': ['sessionid=; Path=/; Max-Age=0', 'csrftoken=; Path=/; Max-Age=0'] }).end();
    return;
  }
  const { username, password } = (await bodyJson(call)) as { username: string; password: string };
  const known = state.accounts.some((account) => account.username === username && account.password === password);
  if (!known) return json(call, 400, { non_field_errors: ['Unable to log in with provided credentials.'] });
  return begin(call, username, 200);
}

function begin(call: Call, username: string, status: number): void {
  const id = randomUUID();
  call.state.sessions.set(id, username);
  if (!call.state.projects.length) call.state.addProject('First Project');
  call.response.setHeader('Set-Cookie', [`sessionid=${id}; Path=/; HttpOnly; SameSite=Lax`, `csrftoken=${randomUUID()}; Path=/; SameSite=Lax`]);
  json(call, status, sessionOf(call.state, username));
}

function sessionOf(state: MockState, user: string | null): object {
  const known = user !== null;
  return { authenticated: known, username: user, email: '', first_name: '', last_name: '', is_staff: known, is_superuser: known, permissions: known ? ['add_project'] : [], csrf: null, welcome: state.accounts.length === 0, version: '0.1.0' };
}

function events({ state, request, response }: Call): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = (event: string, data: unknown) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  send('hello', { server: 'mock' });
  request.on('close', state.listen(send));
}

async function presetRoutes(call: Call, method: string): Promise<void> {
  if (method === 'GET') return json(call, 200, call.state.presets);
  const { name, options } = (await bodyJson(call)) as { name: string; options: [] };
  const preset = { id: call.state.presets.length + 10, name, options, created_at: new Date().toISOString(), system: false };
  call.state.presets.push(preset);
  return json(call, 201, preset);
}

function nodeRoutes(call: Call): void {
  if (call.path[1] === 'options') return json(call, 200, call.state.node.available_options);
  if (call.path[1] === undefined) return json(call, 200, [call.state.node]);
  return call.path[1] === '1' ? json(call, 200, call.state.node) : notFound(call);
}

async function projectRoutes(call: Call, method: string): Promise<void> {
  const { state, path } = call;
  if (path[1] === undefined && method === 'GET') return projectPage(call);
  if (path[1] === undefined) {
    const { name, description, tags } = (await bodyJson(call)) as Project;
    if (!name?.trim()) return json(call, 400, { name: ['This field may not be blank.'] });
    return json(call, 201, state.addProject(name, description, tags));
  }
  const project = state.projects.find((candidate) => String(candidate.id) === path[1]);
  if (!project) return notFound(call);
  if (method === 'GET') return json(call, 200, project);
  if (method === 'PATCH') return json(call, 200, Object.assign(project, await bodyJson(call)));
  state.projects = state.projects.filter((other) => other !== project);
  call.response.writeHead(204).end();
}

function projectPage(call: Call): void {
  const { url, state } = call;
  const page = Number(url.searchParams.get('page') ?? 1);
  const words = (url.searchParams.get('search') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const ordering = url.searchParams.get('ordering') ?? '-created_at';
  const key = ordering.replace('-', '') as 'name' | 'created_at';
  const fits = (project: Project) => words.every((word) => (word.startsWith('#') ? (project.tags ?? []).includes(word.slice(1)) : project.name.toLowerCase().includes(word)));
  const found = state.projects.filter(fits).sort((a, b) => (ordering.startsWith('-') ? -1 : 1) * String(a[key]).localeCompare(String(b[key])));
  json(call, 200, { count: found.length, next: null, previous: null, results: found.slice((page - 1) * 10, page * 10) });
}

async function taskRoutes(call: Call, method: string): Promise<void> {
  const { state, path } = call;
  const project = state.projects.find((candidate) => String(candidate.id) === path[1]);
  if (!project) return notFound(call);
  if (path[3] === undefined && method === 'GET') return json(call, 200, state.tasks.filter((task) => task.project === project.id));
  if (path[3] === undefined) {
    const fields = (await bodyJson(call)) as Partial<Task>;
    return json(call, 201, state.addTask(project, { ...fields, partial: true }));
  }
  const task = state.findTask(path[3]);
  if (!task) return notFound(call);
  if (path[4] === undefined && method === 'GET') return json(call, 200, task);
  if (path[4] === undefined) return json(call, 200, Object.assign(task, await bodyJson(call)));
  return taskParts(call, task);
}

async function taskParts(call: Call, task: Task): Promise<void> {
  const { path, url, response } = call;
  const part = path[4] ?? '';
  const actions: Record<string, number> = { cancel: 1, remove: 2, restart: 3, compact: 6 };
  if (part in actions) {
    task.pending_action = actions[part] ?? null;
    return json(call, 200, { success: true });
  }
  if (part === 'upload') return upload(call, task);
  if (part === 'commit') return json(call, 200, Object.assign(task, { partial: false }));
  if (part === 'output') return output(call, task);
  if (part === 'thumbnail') return image(response, renderThumbnail(Number(url.searchParams.get('size') ?? 256)));
  if (part === 'download') return void response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': `attachment; filename=${path[5]}` }).end('mock');
  if (['orthophoto', 'dsm', 'dtm'].includes(part)) return layerRoutes(call, task, part);
  return notFound(call);
}

function layerRoutes(call: Call, task: Task, layer: string): void {
  const { path, url, response } = call;
  if (task.status !== 40) return notFound(call);
  const base = `/api/projects/${task.project}/tasks/${task.id}/${layer}`;
  if (path[5] === 'tiles.json') {
    return json(call, 200, { tilejson: '2.1.0', name: task.name, version: '1.0.0', scheme: 'xyz', tiles: [`${base}/tiles/{z}/{x}/{y}.png`], minzoom: 15, maxzoom: 22, bounds: EXTENT });
  }
  if (path[5] === 'metadata') return json(call, 200, layerMetadata(task.name, layer));
  const [zoom = 0, x = 0, y = 0] = [path[6], path[7], path[8]?.replace('.png', '')].map(Number);
  const tile = renderTile(layer, zoom, x, y, url.searchParams);
  if (!tile) return json(call, 404, { detail: 'Outside of bounds' });
  return image(response, tile);
}

async function upload(call: Call, task: Task): Promise<void> {
  const form = parseMultipart(await body(call.request), call.request.headers['content-type'] ?? '');
  if (!form.file) return json(call, 400, ['No files uploaded']);
  const index = Number(form.fields.dzchunkindex ?? 0);
  const count = Number(form.fields.dztotalchunkcount ?? 1);
  if (index + 1 < count) return json(call, 200, { success: true, uploaded: {} });
  const size = Number(form.fields.dzchunkbyteoffset ?? 0) + form.file.size;
  const files = call.state.files.get(String(task.id));
  files?.set(form.file.name, size);
  task.images_count = files?.size ?? 0;
  return json(call, 200, { success: true, uploaded: { [form.file.name]: size } });
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

function image(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=3600' }).end(bytes);
}

function notFound(call: Call): void {
  json(call, 404, { detail: 'Not found.' });
}

function json(call: Call, status: number, value: unknown): void {
  call.response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

async function bodyJson(call: Call): Promise<object> {
  return JSON.parse((await body(call.request)).toString('utf8') || '{}') as object;
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function cookie(request: IncomingMessage, name: string): string | undefined {
  const entry = (request.headers.cookie ?? '').split('; ').find((part) => part.startsWith(`${name}=`));
  return entry?.slice(name.length + 1);
}
