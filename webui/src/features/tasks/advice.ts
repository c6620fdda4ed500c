import { t } from '../../messages/index.ts';

const rules: [RegExp, string][] = [
  [/not enough memory|out of memory|Killed|MemoryError|bad_alloc|Child returned 137|Failed to allocate memory|OutOfMemory|\(137\)/i, t.task.advice.memory],
  [/0 partial reconstructions in total|SVD did not converge|could not be (joined|matched|reconstructed)|not enough (features|overlap|matches)/i, t.task.advice.overlap],
  [/Illegal instruction|Child returned 132|Unsupported CPU/i, t.task.advice.processor],
  [/Child returned 127|Installation issue/i, t.task.advice.missing],
];

/** What a person can do about a failed task: known causes first, from the error and the end of the console. */
export function adviceFor(lastError: string | null, console: readonly string[]): string {
  const text = [lastError ?? '', ...console.slice(-200)].join('\n');
  return rules.find(([pattern]) => pattern.test(text))?.[1] ?? t.task.advice.general;
}
