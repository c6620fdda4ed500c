import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockState } from './state.ts';
import { handleApi } from './routes.ts';
import { serveFile } from './files.ts';
import { siteFiles } from './site.ts';
import { publicPages } from './sharing.ts';

export interface MockSettings {
  port?: number;
  /** Start without any account, so that the first page is the welcome. */
  firstRun?: boolean;
  /** How fast mock processing goes; 1 takes about a minute. */
  speed?: number;
}

export interface Mock {
  url: string;
  state: MockState;
  close: () => Promise<void>;
}

/** Starts the mock on loopback; port 0 takes a free one. */
export async function startMock(settings: MockSettings = {}): Promise<Mock> {
  const state = new MockState(settings.firstRun ?? false, settings.speed ?? 1);
  const server = createServer((request, response) => void answer(state, request, response));
  await new Promise<void>((resolve) => server.listen(settings.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ticking = setInterval(() => state.tick(), 250);
  return { url: `http://127.0.0.1:${port}`, state, close: () => closed(server, ticking) };
}

async function answer(state: MockState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock');
  try {
    if (/^\/public\/(task|project)\/[^/]+\/json\/?$/.test(url.pathname)) publicPages({ state, request, response, url, path: url.pathname.split('/').filter(Boolean), user: null });
    else if (url.pathname.startsWith('/api/')) await handleApi(state, request, response, url);
    else if (url.pathname.startsWith('/mock/')) siteFiles(url.pathname, response);
    else await serveFile(url.pathname, response);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}

function closed(server: Server, ticking: NodeJS.Timeout): Promise<void> {
  clearInterval(ticking);
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
