import type { Layer } from '../../api/tasks.ts';

export interface LinkParts {
  what: 'task' | 'project';
  /** The UUID: numbers open nothing to strangers. */
  id: string;
  view: 'map' | '3d';
  /** Without a header, to stand inside another page. */
  frame?: boolean;
  /** The layer shown first; null leaves the choice to the page. */
  layer?: Layer | null;
}

export function publicLink(origin: string, { what, id, view, frame = false, layer = null }: LinkParts): string {
  const query = layer && view === 'map' ? `?t=${layer}` : '';
  return `${origin}/public/${what}/${id}/${frame ? 'iframe/' : ''}${view}/${query}`;
}

/** HTML that shows the address inside another page. */
export function embedCode(address: string, title: string): string {
  return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="800" height="500" style="border:0" allow="fullscreen" loading="lazy"></iframe>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const privateHosts = [/^localhost$/, /\.localhost$/, /\.(local|lan|internal|home\.arpa)$/, /^127\./, /^10\./, /^192\.168\./, /^172\.(1[6-9]|2\d|3[01])\./, /^169\.254\./, /^\[(::1|f[cd][0-9a-f]*:.*|fe80:.*)\]$/];

/** True for host names that mean something in this machine or network alone. */
export function isPrivateHost(host: string): boolean {
  const name = host.toLowerCase();
  return privateHosts.some((pattern) => pattern.test(name)) || (!name.includes('.') && !name.startsWith('['));
}
