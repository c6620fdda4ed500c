import { randomUUID } from 'node:crypto';
import type { Project } from '../src/api/types.ts';
import { body, bodyJson, json, notFound, type Call } from './call.ts';
import { parseMultipart } from './multipart.ts';

const endings: Record<string, RegExp> = { orthophoto: /\.tiff?$/i, dsm: /\.tiff?$/i, dtm: /\.tiff?$/i, pointcloud: /\.la[sz]$/i, texturedmodel: /\.glb$/i };

/** Archives, addresses and single products made elsewhere. */
export async function importRoutes(call: Call, project: Project): Promise<void> {
  const [, , , , external, step] = call.path;
  if (external === undefined) return archive(call, project);
  if (external !== 'external') return notFound(call);
  const { state } = call;
  if (step === 'init') {
    const uuid = randomUUID();
    state.staged.set(uuid, new Map());
    return json(call, 200, { uuid });
  }
  if (step === 'upload') {
    const form = parseMultipart(await body(call.request), call.request.headers['content-type'] ?? '');
    const staged = state.staged.get(form.fields.uuid ?? '');
    if (!staged || !form.file || !endings[form.file.part]?.test(form.file.name)) return json(call, 400, ['Invalid upload']);
    if (!isLast(form.fields)) return json(call, 200, { uploaded: true });
    staged.set(form.file.part, form.file.size);
    return json(call, 200, { uploaded: true, done: true, asset: form.file.part });
  }
  const { uuid = '', name = 'Imported Task' } = (await bodyJson(call)) as { uuid?: string; name?: string };
  const staged = state.staged.get(uuid);
  state.staged.delete(uuid);
  if (!staged?.size) return json(call, 400, ['No asset was uploaded']);
  return json(call, 201, state.addImport(project, name, 'file://external'));
}

async function archive(call: Call, project: Project): Promise<void> {
  const type = call.request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart')) {
    const { url = '', name } = (await bodyJson(call)) as { url?: string; name?: string };
    if (!/^https?:\/\//.test(url)) return json(call, 400, ['Invalid URL']);
    return json(call, 201, call.state.addImport(project, name || 'Imported Task', url));
  }
  const form = parseMultipart(await body(call.request), type);
  if (!form.file) return json(call, 400, ['No files uploaded']);
  if (!isLast(form.fields)) return json(call, 200, { uploaded: true });
  return json(call, 201, call.state.addImport(project, form.fields.name || 'Imported Task', 'file://all.zip'));
}

function isLast(fields: Record<string, string>): boolean {
  return Number(fields.dzchunkindex ?? 0) + 1 >= Number(fields.dztotalchunkcount ?? 1);
}
