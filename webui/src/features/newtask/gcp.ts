import { t } from '../../messages/index.ts';

export interface GcpCheck {
  points: number;
  marks: number;
  problems: string[];
}

const header = /^(EPSG:\s*\d+(\+\d+)?|\+proj=.*|WGS84\s+UTM\s+(zone\s+)?\d{1,2}\s*[NS]?)/i;

/** Checks a ground control file: header, columns, numbers, and that the photos it names are in the selection. */
export function checkGcp(text: string, photoNames: ReadonlySet<string>): GcpCheck {
  const problems: string[] = [];
  const marksOfPoint = new Map<string, number>();
  const lines = text.split(/\r?\n/);
  if (!header.test((lines[0] ?? '').trim())) problems.push(t.newTask.gcpHeader);
  let marks = 0;
  for (let index = 1; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim();
    if (line === '' || line.startsWith('#')) continue;
    const columns = line.split(/\s+/);
    const problem = problemOfMark(columns, index + 1, photoNames);
    if (problem) problems.push(problem);
    if (columns.length < 6) continue;
    const point = columns[6] ?? columns.slice(0, 3).join(' ');
    marksOfPoint.set(point, (marksOfPoint.get(point) ?? 0) + 1);
    marks++;
  }
  for (const [point, count] of marksOfPoint) if (count < 3) problems.push(t.newTask.gcpMarks(point, count));
  if (marksOfPoint.size < 5) problems.push(t.newTask.gcpFew(marksOfPoint.size));
  return { points: marksOfPoint.size, marks, problems };
}

function problemOfMark(columns: readonly string[], line: number, photoNames: ReadonlySet<string>): string | null {
  if (columns.length < 6) return t.newTask.gcpColumns(line);
  if (columns.slice(0, 5).some((column) => !Number.isFinite(Number(column)))) return t.newTask.gcpNumber(line);
  const image = columns[5] ?? '';
  return photoNames.has(image) ? null : t.newTask.gcpImage(line, image);
}
