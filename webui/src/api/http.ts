import { ApiError, toApiError } from './errors.ts';

/** Called when the server says that nobody is signed in any more. */
let onSignedOut: () => void = () => {};

export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

type Query = Record<string, string | number | boolean | undefined | null>;

export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path;
}

export function csrfToken(): string {
  const entry = document.cookie.split('; ').find((part) => part.startsWith('csrftoken='));
  return entry ? decodeURIComponent(entry.slice('csrftoken='.length)) : '';
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return send<T>('GET', path, undefined, signal);
}

export async function postJson<T>(path: string, body: unknown = {}): Promise<T> {
  return send<T>('POST', path, body);
}

export async function patchJson<T>(path: string, body: unknown): Promise<T> {
  return send<T>('PATCH', path, body);
}

export async function deleteJson(path: string): Promise<void> {
  await send<unknown>('DELETE', path);
}

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRFToken'] = csrfToken();
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const request: RequestInit = { method, headers, credentials: 'same-origin', signal: signal ?? null };
  if (body !== undefined) request.body = JSON.stringify(body);
  const response = await answered(() => fetch(path, request));
  const payload = await readBody(response);
  if (!response.ok) throw failed(response.status, payload);
  if (softFailure(payload)) throw failed(400, payload);
  return payload as T;
}

/** Some calls answer 200 with `{"error": …}`. */
function softFailure(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && typeof (payload as { error?: unknown }).error === 'string';
}

async function answered(call: () => Promise<Response>): Promise<Response> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw toApiError(0, null);
  }
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
  if (!isJson) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function failed(status: number, payload: unknown): ApiError {
  const error = toApiError(status, payload);
  if (error.isSignedOut) onSignedOut();
  return error;
}
