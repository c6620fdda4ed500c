import { csrfToken } from '../../api/http.ts';
import { toApiError } from '../../api/errors.ts';

/** One piece of one file, with where it belongs. */
export interface Chunk {
  id: string;
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

/** Sends with XMLHttpRequest, the only browser interface that reports upload progress. */
export const sendChunk: SendChunk = (url, chunk, onBytes, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('X-CSRFToken', csrfToken());
    request.setRequestHeader('Accept', 'application/json');
    request.responseType = 'text';
    request.upload.onprogress = (event) => onBytes(Math.min(event.loaded, chunk.body.size));
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve((body as { uploaded?: Uploaded })?.uploaded ?? {});
      else reject(toApiError(request.status, body));
    };
    request.onerror = () => reject(toApiError(0, null));
    request.ontimeout = () => reject(toApiError(0, null));
    request.onabort = () => reject(new DOMException('Aborted', 'AbortError'));
    if (signal.aborted) return reject(new DOMException('Aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(formOf(chunk));
  });

function formOf(chunk: Chunk): FormData {
  const form = new FormData();
  form.set('dzuuid', chunk.id);
  form.set('dzchunkindex', String(chunk.index));
  form.set('dztotalchunkcount', String(chunk.count));
  form.set('dzchunkbyteoffset', String(chunk.offset));
  form.set('dztotalfilesize', String(chunk.fileSize));
  form.set('dzchunksize', String(chunk.chunkSize));
  form.set('images', chunk.body, chunk.name);
  return form;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
