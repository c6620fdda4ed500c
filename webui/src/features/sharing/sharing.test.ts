import { afterEach, describe, expect, it, vi } from 'vitest';
import { savePermissions } from '../../api/sharing.ts';
import type { Project } from '../../api/types.ts';
import { matchRoute } from '../../app/router.ts';
import { grantsOf, holdersOf, levelOf, rightsOf } from './grants.ts';
import { embedCode, isPrivateHost, publicLink } from './links.ts';

const uuid = '0c9f4c52-6f0e-4a0b-9d0a-3c1d7c1f2b11';

describe('publicLink', () => {
  it('is an address that this application knows', () => {
    for (const parts of [{ what: 'task', view: 'map' }, { what: 'task', view: '3d', frame: true }, { what: 'project', view: 'map', frame: true }] as const) {
      const path = publicLink('', { id: uuid, ...parts });
      expect(matchRoute(path)).toEqual({ name: 'public', id: uuid, frame: false, ...parts });
    }
  });

  it('names the layer to begin with, for maps', () => {
    expect(publicLink('https://maps.example.org', { what: 'task', id: uuid, view: 'map', layer: 'dsm' })).toBe(`https://maps.example.org/public/task/${uuid}/map/?t=dsm`);
    expect(publicLink('', { what: 'task', id: uuid, view: '3d', layer: 'dsm' })).not.toContain('?');
  });
});

describe('embedCode', () => {
  it('lets no name break out of its attribute', () => {
    const code = embedCode('https://a.example/?t=dsm&x=1', 'North "quarry" <script>');
    expect(code).toContain('title="North &quot;quarry&quot; &lt;script&gt;"');
    expect(code).toContain('?t=dsm&amp;x=1"');
    expect(code.match(/</g)).toHaveLength(2);
  });
});

describe('isPrivateHost', () => {
  it.each(['localhost', '127.0.0.1', '10.1.2.3', '192.168.0.9', '172.20.1.1', 'nas', 'drone.local', '[::1]', '[fd00::1]'])('%s works here alone', (host) => expect(isPrivateHost(host)).toBe(true));
  it.each(['maps.example.org', '8.8.8.8', '172.32.0.1', '[2001:db8::1]'])('%s may work elsewhere', (host) => expect(isPrivateHost(host)).toBe(false));
});

describe('rights', () => {
  it('are two levels, and whatever else is left alone', () => {
    expect(levelOf(['view'])).toBe('read');
    expect(levelOf(['view', 'delete', 'add', 'change'])).toBe('write');
    expect(levelOf(['view', 'add'])).toBe('other');
    expect(levelOf([])).toBe('other');
    for (const level of ['read', 'write'] as const) expect(levelOf(rightsOf(level))).toBe(level);
  });

  it('come back as they were read, without the owner', () => {
    const { owner, holders } = holdersOf([
      { username: 'admin', owner: true, permissions: ['view'] },
      { username: 'maria', owner: false, permissions: ['view', 'add'] },
      { groupname: 'Surveyors', permissions: ['view'] },
    ]);
    expect(owner).toBe('admin');
    expect(grantsOf(holders)).toEqual([{ username: 'maria', permissions: ['view', 'add'] }, { groupname: 'Surveyors', permissions: ['view'] }]);
  });
});

describe('savePermissions', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('sends name, description and tags along, which the server would empty otherwise', async () => {
    const fetched = vi.fn((_path: string, _request: RequestInit) => Promise.resolve(new Response('{"success": true}', { headers: { 'Content-Type': 'application/json' } })));
    vi.stubGlobal('fetch', fetched);
    vi.stubGlobal('document', { cookie: '' });
    const project: Project = { id: 3, name: 'Quarry', description: 'Stockpiles', tags: ['mining'], created_at: '', tasks: [], permissions: [] };
    await savePermissions(project, []);
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/projects/3/edit/');
    expect(JSON.parse(String(fetched.mock.calls[0]?.[1].body))).toEqual({ name: 'Quarry', description: 'Stockpiles', tags: ['mining'], permissions: [] });
  });
});
