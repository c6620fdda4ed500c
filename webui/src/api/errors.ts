import { t } from '../messages/index.ts';

/** A failed call, in a sentence for the person, plus what the server said of single fields. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: Record<string, string>;

  constructor(status: number, message: string, fields: Record<string, string> = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.fields = fields;
  }

  get isGone(): boolean {
    return this.status === 404;
  }

  get isSignedOut(): boolean {
    return this.status === 401 || (this.status === 403 && signedOutTexts.some((text) => this.message.includes(text)));
  }
}

const signedOutTexts = ['credentials were not provided', 'Signature has expired', 'Error decoding signature', 'Invalid signature'];

/** Turns the contract's error shapes (array, field object, detail, error, plain text) into one error. */
export function toApiError(status: number, body: unknown): ApiError {
  if (status === 0) return new ApiError(0, t.errors.unreachable);
  const fields = fieldMessages(body);
  const sentence = plainMessage(body) ?? Object.entries(fields).map(([name, text]) => labelled(name, text)).join(' ');
  return new ApiError(status, sentence || forStatus(status), fields);
}

/** The sentence to show for anything that was thrown. */
export function describe(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.isSignedOut) return t.errors.signedOut;
    if (error.isGone) return t.errors.notFound;
    return error.message;
  }
  if (error instanceof TypeError && /fetch|network/i.test(error.message)) return t.errors.unreachable;
  if (error instanceof Error && error.message) return error.message;
  return t.errors.unknown;
}

function plainMessage(body: unknown): string | null {
  if (typeof body === 'string') return looksLikeMarkup(body) ? null : body.trim() || null;
  if (Array.isArray(body)) return body.filter((item) => typeof item === 'string').join(' ') || null;
  if (!isRecord(body)) return null;
  for (const key of ['detail', 'error', 'non_field_errors']) {
    const value = body[key];
    if (typeof value === 'string') return value;
    if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').join(' ');
  }
  return null;
}

function fieldMessages(body: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  if (!isRecord(body)) return found;
  for (const [name, value] of Object.entries(body)) {
    if (['detail', 'error', 'non_field_errors'].includes(name)) continue;
    if (typeof value === 'string') found[name] = value;
    else if (Array.isArray(value)) found[name] = value.filter((item) => typeof item === 'string').join(' ');
  }
  return found;
}

function labelled(name: string, text: string): string {
  const label = t.errors.fields[name] ?? name.replaceAll('_', ' ');
  return `${label}: ${text}`;
}

function forStatus(status: number): string {
  if (status === 403) return t.errors.forbidden;
  if (status === 404) return t.errors.notFound;
  if (status === 413 || status === 507) return t.errors.noSpace;
  if (status === 429) return t.errors.tooMany;
  if (status >= 500) return t.errors.server(status);
  return t.errors.refused(status);
}

function looksLikeMarkup(text: string): boolean {
  return /^\s*</.test(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
