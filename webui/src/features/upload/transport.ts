import { csrfToken } from '../../api/http.ts';
import { toApiError } from '../../api/errors.ts';

/** One piece of one file, with where it belongs. */
export interface Chunk {
  id: string;
  /** The name of the form's part that carries it. */
  part: string;
  name: string;
  index: number;
  count: number;
  offset: number;
  fileSize: number;
  chunkSize: number;
  body: Blob;
}

/** What the server says it has: file names and their sizes, when a file is complete. */
export type Uploaded = Record<string, number>;

/** Sends one chunk; `onBytes` is told how many bytes of it are out. */
export type SendChunk = (url: string, chunk: Chunk, onBytes: (bytes: number) => void, signal: AbortSignal) => Promise<Uploaded>;

/** A way to send that adds these fields to every chunk. */
export function sendingWith(fields: Record<string, string>): SendChunk {
  return (url, chunk, onBytes, signal) => send(url, formOf(chunk, fields), chunk.body.size, onBytes, signal);
}

export const sendChunk: SendChunk = sendingWith({});

/** Sends with XMLHttpRequest, the only browser interface that reports upload progress. */
function send(url: string, form: FormData, size: number, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('X-CSRFToken', csrfToken());
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'text';
    request.upload.onprogress = (event) => onBytes(Math.min(event.loaded, size));
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(uploadedOf(body));
      else reject(toApiError(request.status, body));
    };
    request.onerror = () => reject(toApiError(0, null));
    request.ontimeout = () => reject(toApiError(0, null));
    request.onabort = () => reject(new DOMException('Aborted', 'AbortError'));
    if (signal.aborted) return reject(new DOMException('Aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

/** Imports say `true` where uploads name files and sizes. */
function uploadedOf(body: unknown): Uploaded {
  const uploaded = (body as { uploaded?: unknown } | null)?.uploaded;
  return typeof uploaded === 'object' && uploaded !== null ? (uploaded as Uploaded) : {};
}

function formOf(chunk: Chunk, fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('dzuuid', chunk.id);
  form.set('dzchunkindex', String(chunk.index));
  form.set('dztotalchunkcount', String(chunk.count));
  form.set('dzchunkbyteoffset', String(chunk.offset));
  form.set('dztotalfilesize', String(chunk.fileSize));
  form.set('dzchunksize', String(chunk.chunkSize));
  form.set(chunk.part, chunk.body, chunk.name);
  return form;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
