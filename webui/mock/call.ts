import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MockState } from './state.ts';

export interface Call {
  state: MockState;
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  path: string[];
  user: string | null;
}

export function image(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { 'Content-Type': 'image/png', 'Cache-Control': 'private, max-age=3600' }).end(bytes);
}

export function notFound(call: Call): void {
  json(call, 404, { detail: 'Not found.' });
}

export function json(call: Call, status: number, value: unknown): void {
  call.response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}

export async function bodyJson(call: Call): Promise<object> {
  return JSON.parse((await body(call.request)).toString('utf8') || '{}') as object;
}

export async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export function cookie(request: IncomingMessage, name: string): string | undefined {
  const entry = (request.headers.cookie ?? '').split('; ').find((part) => part.startsWith(`${name}=`));
  return entry?.slice(name.length + 1);
}
