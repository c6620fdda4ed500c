export type Level = 'error' | 'warning' | 'stage' | 'plain';

/** What kind of console line this is, by the label that engines print in front. */
export function levelOf(line: string): Level {
  if (/^\s*\[ERROR\]|^Traceback |^Exception|\bOutOfMemoryError\b|^Killed/.test(line)) return 'error';
  if (/^\s*\[WARNING\]/.test(line)) return 'warning';
  if (/(Running|Finished) \w+ stage/.test(line)) return 'stage';
  return 'plain';
}

/** The numbers of the lines that contain the text, without regard to case. */
export function findLines(lines: readonly string[], text: string): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const found: number[] = [];
  for (let index = 0; index < lines.length; index++) {
    if ((lines[index] ?? '').toLowerCase().includes(wanted)) found.push(index);
  }
  return found;
}
