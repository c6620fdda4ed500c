import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A file of dist/, or index.html for every path that names a page. */
export async function serveFile(path: string, response: ServerResponse): Promise<void> {
  const isFile = extname(path) !== '';
  const file = join('dist', normalize(isFile ? path : '/index.html'));
  try {
    const body = await readFile(file);
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:",
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}
