import { randomUUID } from 'node:crypto';
import type { Project, Task } from '../src/api/types.ts';
import { PIPELINE } from '../src/features/tasks/stages.ts';
import { options, presets } from './catalogue.ts';
import type { AdminGroup, AdminUser, Profile } from '../src/api/admin.ts';
import type { Grant, PermissionRow } from '../src/api/sharing.ts';
import type { Site } from '../src/api/site.ts';
import { plainSite } from './site.ts';
import type { ApiToken } from '../src/api/tokens.ts';

export interface Account {
  username: string;
  password: string;
}

type Listener = (event: string, data: unknown) => void;

const ASSETS = [
  'all.zip',
  'orthophoto.tif',
  'dsm.tif',
  'dtm.tif',
  'georeferenced_model.laz',
  'textured_model.zip',
  'textured_model.glb',
  'cameras.json',
  'shots.geojson',
  'report.pdf',
];

export const EXTENT: [number, number, number, number] = [-91.9945, 46.8405, -91.9915, 46.8425];

/** Everything the mock knows, in memory. */
export class MockState {
  accounts: Account[];
  projects: Project[] = [];
  tasks: Task[] = [];
  consoles = new Map<string, string[]>();
  files = new Map<string, Map<string, number>>();
  sessions = new Map<string, string>();
  presets = [...presets];
  /** Pieces of files that are not whole yet, by task and client's id. */
  pieces = new Map<string, { name: string; count: number; received: Map<number, number> }>();
  /** How the installation presents itself; see mock/site.ts for one that is dressed up. */
  site: Site = plainSite();
  /** Whether models are compressed. */
  packedModels = false;
  staged = new Map<string, Map<string, number>>();
  jobs = new Map<string, { progress: number; error: string | null }>();
  scenes = new Map<string, object>();
  tokens: ApiToken[] = [];
  grants = new Map<number, Grant[]>();
  users: AdminUser[] = [person(1, 'admin', 'admin@example.org', true), person(2, 'maria', 'maria.lopez@example.org', false), person(3, 'jonas', 'jonas@example.org', false)];
  groups: AdminGroup[] = [
    { id: 1, name: 'Default', permissions: [17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 32] },
    { id: 2, name: 'Surveyors', permissions: [] },
  ];
  profiles: Profile[] = [1, 2, 3].map((user) => ({ user, quota: user === 2 ? 50_000 : -1, cluster_id: null, oidc_sub: null }));
  readonly permissionNames = ['user', 'group', 'permission', 'session', 'project', 'task', 'preset', 'processingnode'].flatMap((kind, k) =>
    ['add', 'change', 'delete', 'view'].map((right, r) => ({ id: k * 4 + r + 1, name: `${right}_${kind}` })),
  );
  readonly node = {
    id: 1,
    hostname: 'localhost',
    port: 3000,
    online: true,
    api_version: '2.2.4',
    last_refreshed: new Date().toISOString(),
    queue_count: 0,
    available_options: options,
    label: 'This machine',
    is_local: true,
    max_images: null as number | null,
    engine: 'nadir',
    engine_version: '0.1.0',
  };
  private readonly listeners = new Set<Listener>();
  private nextId = 1;

  constructor(
    firstRun: boolean,
    private readonly speed: number,
  ) {
    this.accounts = firstRun ? [] : [{ username: 'admin', password: 'nadir-demo' }];
  }

  addProject(name: string, description = '', tags: string[] = []): Project {
    const project: Project = { id: this.nextId++, name, description, created_at: new Date().toISOString(), tasks: [], permissions: ['add', 'change', 'delete', 'view'], owned: true, tags };
    this.projects.unshift(project);
    this.emit('project', { id: project.id });
    return project;
  }

  addTask(project: Project, fields: Partial<Task>): Task {
    const id = this.nextId++;
    const task: Task = {
      project: project.id,
      processing_node: null,
      processing_node_name: null,
      images_count: 0,
      available_assets: [],
      uuid: '',
      name: '',
      processing_time: -1,
      auto_processing_node: true,
      status: null,
      last_error: null,
      options: [],
      created_at: new Date().toISOString(),
      pending_action: null,
      can_rerun_from: [],
      statistics: {},
      extent: null,
      tags: [],
      srs: { name: '', units: 'm' },
      epsg: null,
      upload_progress: 0,
      resize_progress: 0,
      running_progress: 0,
      partial: false,
      size: 0,
      compacted: false,
      public_id: randomUUID(),
      ...fields,
      id,
    };
    this.tasks.unshift(task);
    project.tasks.push(id);
    this.consoles.set(String(id), []);
    this.files.set(String(id), new Map());
    return task;
  }

  freshId(): number {
    return this.nextId++ + 100;
  }

  /** A project gets its public name the first time that it becomes public. */
  updateProject(project: Project, fields: Partial<Project>): Project {
    Object.assign(project, fields);
    if (project.public) project.public_id ??= randomUUID();
    return project;
  }

  permissionsOf(project: Project): PermissionRow[] {
    return [{ username: 'admin', owner: true, permissions: ['add', 'change', 'delete', 'view'] }, ...(this.grants.get(project.id) ?? []).map((grant) => ('username' in grant ? { ...grant, owner: false } : grant))];
  }

  duplicate(project: Project): Project {
    const copy = this.addProject(`Copy of ${project.name}`, project.description, project.tags);
    for (const task of this.tasks.filter((candidate) => candidate.project === project.id)) this.addTask(copy, { ...task, id: undefined, project: copy.id, public: false, public_id: randomUUID() });
    return copy;
  }

  duplicateTask(task: Task): Task {
    const project = this.projects.find((candidate) => candidate.id === task.project);
    if (!project) return task;
    return this.addTask(project, { ...task, id: undefined, uuid: '', public_id: randomUUID(), name: `Copy of ${task.name}` });
  }

  addImport(project: Project, name: string, url: string): Task {
    return this.addTask(project, { name, status: 20, pending_action: 5, auto_processing_node: false, import_url: url });
  }

  findTask(id: string): Task | undefined {
    return this.tasks.find((task) => String(task.id) === id || task.public_id === id);
  }

  removeTask(task: Task): void {
    this.tasks = this.tasks.filter((other) => other !== task);
    const project = this.projects.find((candidate) => candidate.id === task.project);
    if (project) project.tasks = project.tasks.filter((id) => id !== task.id);
    this.emit('task_removed', { project: task.project, id: task.id });
  }

  /** Puts a task where it would be when all had gone well. */
  complete(task: Task): void {
    Object.assign(task, {
      status: 40,
      running_progress: 1,
      available_assets: ASSETS,
      extent: EXTENT,
      statistics: { gsd: 2.84, area: 21_460, pointcloud: { points: 1_842_113 }, spatial_refs: ['gps'] },
      srs: { name: 'WGS 84 / UTM zone 15N', units: 'm' },
      epsg: 32615,
      size: 412.6,
      can_rerun_from: ['', ...PIPELINE.map(([name]) => name)],
    });
    this.print(task, '[INFO]    Done!');
  }

  print(task: Task, line: string): void {
    this.consoles.get(String(task.id))?.push(line);
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: string, data: unknown): void {
    for (const listener of this.listeners) listener(event, data);
  }

  /** One quarter of a second of mock processing. */
  tick(): void {
    this.node.last_refreshed = new Date().toISOString();
    for (const task of [...this.tasks]) this.step(task);
    this.node.queue_count = this.tasks.filter((task) => task.status === 10 || task.status === 20).length;
  }

  private step(task: Task): void {
    if (task.partial) return;
    const before = JSON.stringify([task.status, task.pending_action, task.running_progress]);
    if (task.pending_action === 2) return this.removeTask(task);
    if (task.pending_action === 1) Object.assign(task, { status: 50, pending_action: null });
    else if (task.pending_action === 3) this.begin(task);
    else if (task.pending_action === 5) this.import(task);
    else if (task.status === null) this.begin(task);
    else if (task.status === 10) Object.assign(task, { status: 20, processing_time: 0 });
    else if (task.status === 20) this.work(task);
    if (before !== JSON.stringify([task.status, task.pending_action, task.running_progress])) this.tell(task);
  }

  private import(task: Task): void {
    task.running_progress = Math.min(0.9, (task.running_progress ?? 0) + 0.1);
    if (task.running_progress < 0.9) return;
    task.pending_action = null;
    this.complete(task);
  }

  private begin(task: Task): void {
    this.consoles.set(String(task.id), []);
    Object.assign(task, { pending_action: null, last_error: null, processing_time: -1, running_progress: 0, status: 10, processing_node: 1, processing_node_name: this.node.label, uuid: randomUUID() });
  }

  private work(task: Task): void {
    const before = (task.running_progress ?? 0) / 0.85;
    const share = Math.min(1, before + 0.004 * this.speed);
    task.processing_time += 250;
    task.running_progress = share * 0.85;
    const stage = PIPELINE.find(([, end]) => before * 100 < end)?.[0] ?? 'odm_postprocess';
    const lines = this.consoles.get(String(task.id)) ?? [];
    const opening = `[INFO]    Running ${stage} stage`;
    if (!lines.includes(opening)) this.print(task, opening);
    this.print(task, `[INFO]    ${stage}: ${(share * 100).toFixed(1)} % of the whole, item ${lines.length}`);
    if (share >= 1) this.complete(task);
  }

  private tell(task: Task): void {
    const { project, id, status, pending_action, upload_progress, resize_progress, running_progress } = task;
    this.emit('task', { project, id, status, pending_action, upload_progress, resize_progress, running_progress });
  }
}

function person(id: number, username: string, email: string, admin: boolean): AdminUser {
  return { id, username, email, password: '********', first_name: '', last_name: '', is_staff: admin, is_superuser: admin, is_active: true, groups: [1], user_permissions: [], last_login: null, date_joined: '2026-10-01T08:00:00Z' };
}
