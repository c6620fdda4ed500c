import { describe, expect, it } from 'vitest';
import { addFiles, emptySelection, kindOf, photosOf } from './selection.ts';

const file = (name: string, content: string) => new File([content], name);
const names = (selection: { files: { name: string }[] }) => selection.files.map((chosen) => chosen.name);

describe('addFiles', () => {
  it('renames files of the same name from two memory cards and keeps all', async () => {
    const first = await addFiles(emptySelection, [file('DJI_0001.JPG', 'a'), file('DJI_0002.JPG', 'b')]);
    const second = await addFiles(first, [file('DJI_0001.JPG', 'c'), file('DJI_0001.JPG', 'd')]);
    expect(names(second)).toEqual(['DJI_0001.JPG', 'DJI_0002.JPG', 'DJI_0001_1.JPG', 'DJI_0001_2.JPG']);
    expect(second.renamed).toBe(2);
  });

  it('leaves out a file that is there byte for byte, even under a new name', async () => {
    const first = await addFiles(emptySelection, [file('a.jpg', 'same'), file('a.jpg', 'other')]);
    const second = await addFiles(first, [file('a.jpg', 'other'), file('A.JPG', 'same')]);
    expect(names(second)).toEqual(['a.jpg', 'a_1.jpg']);
    expect(second.dropped).toBe(2);
  });

  it('does not take files of equal size for equal', async () => {
    const selection = await addFiles(emptySelection, [file('a.jpg', 'one'), file('a.jpg', 'two')]);
    expect(selection.files).toHaveLength(2);
    expect(selection.dropped).toBe(0);
  });

  it('does not hand out a renamed name twice', async () => {
    const selection = await addFiles(emptySelection, [file('a_1.jpg', 'x'), file('a.jpg', 'y'), file('a.jpg', 'z')]);
    expect(new Set(names(selection)).size).toBe(3);
  });

  it('leaves out hidden, empty and unknown files', async () => {
    const selection = await addFiles(emptySelection, [file('.DS_Store', 'x'), file('empty.jpg', ''), file('notes.docx', 'x'), file('ok.dng', 'x')]);
    expect(names(selection)).toEqual(['ok.dng']);
    expect(selection.ignored).toBe(3);
  });

  it('does not change the selection it was given', async () => {
    const before = await addFiles(emptySelection, [file('a.jpg', '1')]);
    await addFiles(before, [file('b.jpg', '2')]);
    expect(names(before)).toEqual(['a.jpg']);
    expect(emptySelection.files).toEqual([]);
  });
});

describe('kindOf', () => {
  it.each([
    ['DJI_0001.JPG', 'photo'],
    ['x.tiff', 'photo'],
    ['flight.MP4', 'video'],
    ['gcp_list.txt', 'gcp'],
    ['points.txt', 'gcp'],
    ['geo.txt', 'geo'],
    ['image_groups.txt', 'geo'],
    ['flight.srt', 'text'],
    ['cloud.laz', 'cloud'],
    ['notes.docx', 'other'],
  ])('%s is %s', (name, kind) => expect(kindOf(name)).toBe(kind));

  it('counts only photos as photos', async () => {
    expect(photosOf(await addFiles(emptySelection, [file('a.jpg', '1'), file('gcp_list.txt', '2')]))).toHaveLength(1);
  });
});
