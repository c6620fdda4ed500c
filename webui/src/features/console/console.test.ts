import { describe, expect, it } from 'vitest';
import { ConsoleFeed } from './feed.ts';
import { findLines, levelOf } from './lines.ts';

describe('ConsoleFeed', () => {
  it('asks only for lines it does not hold, and starts over after a restart', async () => {
    let lines: string[] = [];
    const asked: number[] = [];
    const feed = new ConsoleFeed((from) => {
      asked.push(from);
      return Promise.resolve(lines.length === 0 ? { lines: [''], count: 1 } : { lines: lines.slice(from), count: lines.length });
    });
    await feed.pull();
    expect(feed.state).toMatchObject({ lines: [], loading: false });
    lines = ['one', '\u001b[39mtwo\u001b[0m'];
    await feed.pull();
    lines = [...lines, 'three'];
    await feed.pull();
    expect(feed.state.lines).toEqual(['one', 'two', 'three']);
    lines = ['again'];
    await feed.pull();
    await feed.pull();
    expect(feed.state.lines).toEqual(['again']);
    expect(asked).toEqual([0, 0, 2, 3, 0]);
  });

  it('keeps what it has when the server does not answer', async () => {
    let broken = false;
    const feed = new ConsoleFeed((from) => (broken ? Promise.reject(new Error('down')) : Promise.resolve({ lines: ['a', 'b'].slice(from), count: 2 })));
    await feed.pull();
    broken = true;
    await feed.pull();
    expect(feed.state.lines).toEqual(['a', 'b']);
    expect(feed.state.error).toBeInstanceOf(Error);
    broken = false;
    await feed.pull();
    expect(feed.state.error).toBeNull();
    expect(feed.state.lines).toEqual(['a', 'b']);
  });
});

describe('lines', () => {
  it.each([
    ['[ERROR]   no room', 'error'],
    ['java.lang.OutOfMemoryError: Java heap space', 'error'],
    ['[WARNING] old option', 'warning'],
    ['[INFO]    Running odm_dem stage', 'stage'],
    ['[INFO]    0 errors', 'plain'],
  ])('%s is %s', (line, level) => expect(levelOf(line)).toBe(level));

  it('are found without regard to case; an empty search finds none', () => {
    expect(findLines(['Alpha', 'beta', 'ALPHABET'], 'alpha')).toEqual([0, 2]);
    expect(findLines(['a'], '  ')).toEqual([]);
  });
});
