import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerCache } from './cache.ts';

// Time is the test's own: no waiting, no clock.
describe('ServerCache', () => {
  let hidden = false;
  let cache = new ServerCache(() => hidden);
  beforeEach(() => {
    vi.useFakeTimers();
    hidden = false;
    cache = new ServerCache(() => hidden);
  });
  afterEach(() => {
    cache.forgetAll();
    vi.useRealTimers();
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);

  it('asks once for several readers', async () => {
    const fetcher = vi.fn(() => Promise.resolve('value'));
    const told: string[] = [];
    cache.read('a', fetcher, () => told.push('first'));
    cache.read('a', fetcher, () => told.push('second'));
    expect(cache.state('a').loading).toBe(true);
    await settle();
    expect(fetcher).toHaveBeenCalledTimes(1);
    expect(told).toEqual(['first', 'second']);
    expect(cache.state('a')).toEqual({ data: 'value', error: undefined, loading: false });
  });

  it('polls as often as the most eager reader wants, and stops with the last one', async () => {
    const fetcher = vi.fn(() => Promise.resolve(1));
    const slow = () => undefined;
    const fast = () => undefined;
    const stopSlow = cache.read('a', fetcher, slow);
    const stopFast = cache.read('a', fetcher, fast);
    await settle();
    cache.setInterval('a', slow, 10_000);
    cache.setInterval('a', fast, 3_000);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(fetcher).toHaveBeenCalledTimes(4);
    stopFast();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fetcher).toHaveBeenCalledTimes(5);
    stopSlow();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetcher).toHaveBeenCalledTimes(5);
  });

  it('waits longer and longer while the server does not answer, and keeps the last value', async () => {
    let broken = false;
    const fetcher = vi.fn(() => (broken ? Promise.reject(new Error('down')) : Promise.resolve('old')));
    const reader = () => undefined;
    cache.read('a', fetcher, reader);
    await settle();
    cache.setInterval('a', reader, 3_000);
    broken = true;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(cache.state('a')).toMatchObject({ data: 'old', error: new Error('down'), loading: false });
    await vi.advanceTimersByTimeAsync(5_999);
    expect(fetcher).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetcher).toHaveBeenCalledTimes(3);
    broken = false;
    await vi.advanceTimersByTimeAsync(12_000);
    expect(cache.state('a').error).toBeUndefined();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(fetcher).toHaveBeenCalledTimes(5);
  });

  it('does not ask while the page is hidden', async () => {
    const fetcher = vi.fn(() => Promise.resolve(1));
    const reader = () => undefined;
    cache.read('a', fetcher, reader);
    await settle();
    cache.setInterval('a', reader, 1_000);
    hidden = true;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(fetcher).toHaveBeenCalledTimes(1);
    hidden = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fetcher).toHaveBeenCalledTimes(2);
  });

  it('lets the newest answer win when one overtakes another', async () => {
    const answers: ((value: string) => void)[] = [];
    cache.read('a', () => new Promise<string>((resolve) => answers.push(resolve)), () => undefined);
    void cache.refresh('a');
    answers[1]?.('new');
    answers[0]?.('old');
    await settle();
    expect(cache.state('a').data).toBe('new');
  });

  it('refreshes what is shown and forgets what is not', async () => {
    const shown = vi.fn(() => Promise.resolve(1));
    const left = vi.fn(() => Promise.resolve(1));
    cache.read('tasks/1', shown, () => undefined);
    cache.read('tasks/2', left, () => undefined)();
    await settle();
    await cache.refresh('tasks/');
    expect(shown).toHaveBeenCalledTimes(2);
    expect(left).toHaveBeenCalledTimes(1);
    expect(cache.state('tasks/2').loading).toBe(true);
  });

  it('tells watchers of changes without asking for them', async () => {
    const told = vi.fn();
    cache.watch('a', told);
    cache.read('a', () => Promise.resolve([1]), () => undefined);
    await settle();
    cache.change<number[]>('a', (old) => [...(old ?? []), 2]);
    expect(told).toHaveBeenCalledTimes(2);
    expect(cache.state('a').data).toEqual([1, 2]);
  });
});
