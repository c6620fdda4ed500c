import { toApiError } from '../../api/errors.ts';

/** What the head of a GLB file tells, before anything of it is drawn. */
export interface ModelFacts {
  extensions: readonly string[];
  /** Where the model's own zero lies on the ground, in metres of its coordinate system. */
  origin: [number, number, number];
  /** True when the file itself turns the model, as glTF wants it: then y is up. */
  turned: boolean;
}

const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;

interface Gltf {
  extensionsUsed?: string[];
  extensions?: { CESIUM_RTC?: { center?: unknown } };
  nodes?: { matrix?: number[]; rotation?: number[] }[];
}

export function factsOf(file: ArrayBuffer): ModelFacts {
  const view = new DataView(file);
  if (file.byteLength < 20 || view.getUint32(0, true) !== MAGIC || view.getUint32(16, true) !== JSON_CHUNK) throw new Error('no GLB');
  const length = view.getUint32(12, true);
  const gltf = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 20, length))) as Gltf;
  const center = gltf.extensions?.CESIUM_RTC?.center;
  return {
    extensions: gltf.extensionsUsed ?? [],
    origin: isTriple(center) ? center : [0, 0, 0],
    turned: gltf.nodes?.some((node) => node.matrix !== undefined || node.rotation !== undefined) ?? false,
  };
}

/** Files that turn nothing come in both kinds. Seen from the air the ground is wide and flat: the smaller extent is the height. */
export function isYUp({ turned }: ModelFacts, size: { y: number; z: number }): boolean {
  return turned || size.y < size.z;
}

export function isTriple(value: unknown): value is [number, number, number] {
  return Array.isArray(value) && value.length === 3 && value.every((part) => typeof part === 'number' && Number.isFinite(part));
}

/** Fetches the first of these addresses that is there; `onShare` is told how much has come, when the size is known. */
export async function fetchModel(addresses: readonly string[], onShare: (share: number) => void, signal: AbortSignal): Promise<ArrayBuffer> {
  let status = 404;
  for (const address of addresses) {
    const response = await fetch(address, { credentials: 'same-origin', signal });
    if (response.ok) return readBody(response, onShare);
    status = response.status;
    if (status !== 404) break;
  }
  throw toApiError(status, null);
}

async function readBody(response: Response, onShare: (share: number) => void): Promise<ArrayBuffer> {
  const total = Number(response.headers.get('Content-Length') ?? 0);
  if (!response.body || total === 0) return response.arrayBuffer();
  const parts: Uint8Array[] = [];
  let have = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    have += value.length;
    onShare(Math.min(1, have / total));
  }
  const whole = new Uint8Array(have);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.buffer;
}
