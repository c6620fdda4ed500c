import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HEAD_BYTES, readExif } from './exif.ts';

const photo = new Uint8Array(readFileSync('../samples/brighton_beach/DJI_0018.JPG')).slice(0, HEAD_BYTES);

/** A TIFF structure made by hand: one directory that points to a GPS directory. */
function tiff(little: boolean, latitude: [number, number, number], south: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(200));
  const order = little ? 'II' : 'MM';
  [...order].forEach((sign, index) => view.setUint8(index, sign.charCodeAt(0)));
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  const entry = (at: number, tag: number, type: number, count: number) => {
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, count, little);
  };
  view.setUint16(8, 1, little);
  entry(10, 0x8825, 4, 1);
  view.setUint32(18, 30, little);
  view.setUint16(30, 4, little);
  entry(32, 1, 2, 2);
  view.setUint8(40, (south ? 'S' : 'N').charCodeAt(0));
  entry(44, 2, 5, 3);
  view.setUint32(52, 90, little);
  entry(56, 3, 2, 2);
  view.setUint8(64, 'E'.charCodeAt(0));
  entry(68, 4, 5, 3);
  view.setUint32(76, 114, little);
  latitude.forEach((value, index) => {
    view.setUint32(90 + index * 8, value * 1000, little);
    view.setUint32(94 + index * 8, 1000, little);
    view.setUint32(114 + index * 8, index === 0 ? 7 : 0, little);
    view.setUint32(118 + index * 8, 1, little);
  });
  return new Uint8Array(view.buffer);
}

// Held against what GDAL reads from the same photo: 46° 50' 33.3855" N, 91° 59' 40.4156" W, 198.309 m.
describe('readExif', () => {
  it('reads position, time and camera of a real photo', () => {
    const facts = readExif(photo);
    expect(facts.latitude).toBeCloseTo(46 + 50 / 60 + 33.3855 / 3600, 8);
    expect(facts.longitude).toBeCloseTo(-(91 + 59 / 60 + 40.4156 / 3600), 8);
    expect(facts.altitude).toBeCloseTo(198.309, 3);
    expect(facts.taken).toBe('2016-06-23T16:31:59');
    expect(facts.camera).toBe('DJI FC300S');
  });

  it('finds the small picture, which is a JPEG of its own', () => {
    const small = readExif(photo).thumbnail;
    expect(small).not.toBeNull();
    const { offset = 0, length = 0 } = small ?? {};
    expect([...photo.slice(offset, offset + 2)]).toEqual([0xff, 0xd8]);
    expect([...photo.slice(offset + length - 2, offset + length)]).toEqual([0xff, 0xd9]);
  });

  it.each([true, false])('reads both byte orders and southern latitudes (little: %s)', (little) => {
    const facts = readExif(tiff(little, [33, 51, 24.5], true));
    expect(facts.latitude).toBeCloseTo(-(33 + 51 / 60 + 24.5 / 3600), 9);
    expect(facts.longitude).toBe(7);
  });

  it('takes no position from a camera without a fix', () => {
    const bytes = tiff(true, [0, 0, 0], false);
    new DataView(bytes.buffer).setUint32(114, 0, true);
    expect(readExif(bytes).latitude).toBeNull();
  });

  it('says nothing about files that are no photos, are empty, or end too early', () => {
    expect(readExif(new Uint8Array(0)).latitude).toBeNull();
    expect(readExif(new TextEncoder().encode('EPSG:32615\n')).latitude).toBeNull();
    for (const length of [3, 20, 100, 300, 1000]) expect(() => readExif(photo.slice(0, length))).not.toThrow();
    expect(readExif(tiff(true, [1, 2, 3], false).slice(0, 60)).latitude).toBeNull();
  });

  it('survives directories that point into nothing', () => {
    const bytes = tiff(true, [1, 2, 3], false);
    new DataView(bytes.buffer).setUint32(18, 0xfffffff0, true);
    expect(readExif(bytes).latitude).toBeNull();
  });
});
