import { describe, expect, it } from 'vitest';
import { kindOf, type ChosenFile } from '../newtask/selection.ts';
import { planResume } from './resume.ts';

const chosen = (name: string, size: number): ChosenFile => ({ name, kind: kindOf(name), file: { name, size } as File });

describe('planResume', () => {
  it('sends what is missing, and what has another size', () => {
    const plan = planResume([chosen('a.jpg', 10), chosen('b.jpg', 20), chosen('c.jpg', 30)], { files: [{ name: 'a.jpg', size: 10 }, { name: 'b.jpg', size: 7 }], chunks: [] });
    expect(plan.send.map((file) => file.name)).toEqual(['b.jpg', 'c.jpg']);
    expect(plan).toMatchObject({ there: 1, others: 0, bytes: 50 });
  });

  it('counts what the server has and nobody chose', () => {
    const plan = planResume([chosen('a.jpg', 10)], { files: [{ name: 'a.jpg', size: 10 }, { name: 'z.jpg', size: 1 }], chunks: [] });
    expect(plan).toMatchObject({ send: [], there: 1, others: 1, bytes: 0 });
  });

  it('keeps the chunks that are there, of the try that came furthest', () => {
    const plan = planResume([chosen('long.mp4', 30_000_000)], {
      files: [],
      chunks: [
        { dzuuid: 'first', name: 'long.mp4', count: 4, received: [0] },
        { dzuuid: 'second', name: 'long.mp4', count: 4, received: [0, 1, 2] },
        { dzuuid: 'small', name: 'long.mp4', count: 30, received: [0, 1, 2, 3, 4] },
      ],
    });
    expect(plan.send[0]?.begun).toEqual({ id: 'second', chunkBytes: 8_000_000, received: new Set([0, 1, 2]) });
  });

  it('trusts no chunks that were cut in another way, or of another file', () => {
    const plan = planResume([chosen('long.mp4', 30_000_000)], { files: [], chunks: [{ dzuuid: 'x', name: 'long.mp4', count: 5, received: [0] }, { dzuuid: 'y', name: 'long.mp4' }, { dzuuid: 'z', name: 'other.mp4', count: 4, received: [0] }] });
    expect(plan.send[0]?.begun).toBeUndefined();
  });
});
