import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Project } from '../src/api/types.ts';
import { adminRoutes } from './admin.ts';
import { bodyJson, cookie, json, notFound, type Call } from './call.ts';
import { jobRoutes } from './jobs.ts';
import { projectSharing, publicTaskRoutes, searchRoutes } from './sharing.ts';
import type { MockState } from './state.ts';
import { taskRoutes } from './tasks.ts';
import { tokenRoutes } from './tokens.ts';

/** The part of the API that the interface uses, in the shapes of the contract. */
export async function handleApi(state: MockState, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const user = state.sessions.get(cookie(request, 'sessionid') ?? '') ?? null;
  const path = url.pathname.split('/').filter(Boolean).slice(1);
  const call: Call = { state, request, response, url, path, user };
  const method = request.method ?? 'GET';
  if (path[0] === 'session' || path[0] === 'welcome' || path[0] === 'auth') return access(call, method);
  if (path[0] === 'workers') return jobRoutes(call);
  if (path[0] === 'settings') return json(call, 200, state.site);
  if (!user && path[2] === 'tasks' && (await publicTaskRoutes(call, method))) return;
  if (!user) return json(call, 403, { detail: 'Authentication credentials were not provided.' });
  if (method !== 'GET' && request.headers['x-csrftoken'] !== cookie(request, 'csrftoken')) return json(call, 403, { detail: 'CSRF Failed: token missing.' });
  if (path[0] === 'events') return events(call);
  if (path[0] === 'presets') return presetRoutes(call, method);
  if (path[0] === 'processingnodes') return nodeRoutes(call);
  if (path[0] === 'tokens') return tokenRoutes(call, method);
  if (path[0] === 'users' || path[0] === 'groups') return searchRoutes(call);
  if (path[0] === 'admin') return adminRoutes(call, method);
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
  if (path[2] !== undefined) return projectSharing(call, project, method);
  if (method === 'GET') return json(call, 200, project);
  if (method === 'PATCH') return json(call, 200, state.updateProject(project, await bodyJson(call)));
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
