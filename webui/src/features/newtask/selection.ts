/** What a chosen file is to a task. */
export type FileKind = 'photo' | 'video' | 'cloud' | 'gcp' | 'geo' | 'text' | 'other';

export interface ChosenFile {
  /** The name it gets on the server; differs from the file's own when that was taken. */
  name: string;
  file: File;
  kind: FileKind;
}

export interface Selection {
  files: ChosenFile[];
  renamed: number;
  dropped: number;
  ignored: number;
}

export const emptySelection: Selection = { files: [], renamed: 0, dropped: 0, ignored: 0 };

const kinds: [RegExp, FileKind][] = [
  [/\.(jpe?g|tiff?|png|dng|nef|cr2|cr3|arw|raf|orf|rw2|heic|webp|bmp)$/i, 'photo'],
  [/\.(mp4|mov|m4v|avi|mkv|webm|ts|lrv)$/i, 'video'],
  [/\.(las|laz)$/i, 'cloud'],
  [/(^|\/)(geo|image_groups)\.txt$/i, 'geo'],
  [/\.(txt|csv)$/i, 'gcp'],
  [/\.(srt|zip|json|geojson)$/i, 'text'],
];

export function kindOf(name: string): FileKind {
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}

/**
 * Adds files to a selection. A name that is taken gets `_1`, `_2` …, unless the two files are the same byte for
 * byte: then the second is left out. Hidden files and files of no use are left out and counted.
 */
export async function addFiles(selection: Selection, added: readonly File[]): Promise<Selection> {
  const next: Selection = { ...selection, files: [...selection.files] };
  const byName = new Map(next.files.map((chosen) => [chosen.name.toLowerCase(), chosen]));
  const byOwnName = new Map<string, ChosenFile[]>();
  for (const chosen of next.files) remember(byOwnName, chosen);
  for (const file of added) {
    const kind = kindOf(file.name);
    if (kind === 'other' || file.name.startsWith('.') || file.size === 0) {
      next.ignored++;
      continue;
    }
    if (await hasTwin(byOwnName.get(file.name.toLowerCase()) ?? [], file)) {
      next.dropped++;
      continue;
    }
    const name = freeName(file.name, byName);
    if (name !== file.name) next.renamed++;
    const chosen: ChosenFile = { name, file, kind };
    next.files.push(chosen);
    byName.set(name.toLowerCase(), chosen);
    remember(byOwnName, chosen);
  }
  return next;
}

function remember(byOwnName: Map<string, ChosenFile[]>, chosen: ChosenFile): void {
  const key = chosen.file.name.toLowerCase();
  const list = byOwnName.get(key);
  if (list) list.push(chosen);
  else byOwnName.set(key, [chosen]);
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(name.toLowerCase())) return name;
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : '';
  for (let n = 1; ; n++) {
    const candidate = `${stem}_${n}${extension}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}

async function hasTwin(candidates: readonly ChosenFile[], file: File): Promise<boolean> {
  for (const candidate of candidates) {
    if (candidate.file.size === file.size && (await sameBytes(candidate.file, file))) return true;
  }
  return false;
}

const PIECE = 4 << 20;

async function sameBytes(a: Blob, b: Blob): Promise<boolean> {
  for (let at = 0; at < a.size; at += PIECE) {
    const [left, right] = await Promise.all([a.slice(at, at + PIECE).arrayBuffer(), b.slice(at, at + PIECE).arrayBuffer()]);
    const x = new Uint8Array(left);
    const y = new Uint8Array(right);
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  }
  return true;
}

export function photosOf(selection: Selection): ChosenFile[] {
  return selection.files.filter((chosen) => chosen.kind === 'photo');
}

export function totalBytes(files: readonly ChosenFile[]): number {
  return files.reduce((sum, chosen) => sum + chosen.file.size, 0);
}
