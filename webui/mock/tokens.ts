import { randomUUID } from 'node:crypto';
import type { ApiToken } from '../src/api/tokens.ts';
import { bodyJson, json, notFound, type Call } from './call.ts';

export async function tokenRoutes(call: Call, method: string): Promise<void> {
  const { state, path } = call;
  if (path[1] === undefined && method === 'GET') return json(call, 200, state.tokens);
  if (path[1] === undefined) {
    const { name, scopes, project, expires_at } = (await bodyJson(call)) as Partial<ApiToken>;
    if (!name || !scopes?.length) return json(call, 400, { name: ['This field is required.'] });
    const token: ApiToken = { id: state.freshId(), name, scopes, project: project ?? null, created_at: new Date().toISOString(), expires_at: expires_at ?? null, last_used_at: null };
    state.tokens.push(token);
    return json(call, 201, { ...token, token: `nadir_${randomUUID().replaceAll('-', '')}` });
  }
  const found = state.tokens.find((token) => String(token.id) === path[1]);
  if (!found) return notFound(call);
  if (method === 'GET') return json(call, 200, found);
  state.tokens.splice(state.tokens.indexOf(found), 1);
  call.response.writeHead(204).end();
}
