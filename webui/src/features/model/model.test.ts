import { afterEach, describe, expect, it, vi } from 'vitest';
import { modelOf } from '../../../mock/model.ts';
import { shifted, storedView } from './cameraView.ts';
import { factsOf, fetchModel, isYUp } from './modelFile.ts';

function glb(json: object): ArrayBuffer {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const file = new ArrayBuffer(20 + text.length);
  const view = new DataView(file);
  [0x46546c67, 2, file.byteLength, text.length, 0x4e4f534a].forEach((value, index) => view.setUint32(index * 4, value, true));
  new Uint8Array(file).set(text, 20);
  return file;
}

describe('factsOf', () => {
  it('reads where the model lies and how it is packed', () => {
    const facts = factsOf(glb({ extensionsUsed: ['KHR_draco_mesh_compression'], extensions: { CESIUM_RTC: { center: [576000, 5188000, 0] } }, nodes: [{ mesh: 0, matrix: [1] }] }));
    expect(facts).toEqual({ extensions: ['KHR_draco_mesh_compression'], origin: [576000, 5188000, 0], turned: true });
  });

  it('takes a file that says nothing of this', () => {
    const file = modelOf();
    expect(factsOf(file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer)).toEqual({ extensions: [], origin: [0, 0, 0], turned: false });
  });

  it('refuses what is no GLB', () => {
    expect(() => factsOf(new ArrayBuffer(4))).toThrow();
    expect(() => factsOf(new TextEncoder().encode('<!doctype html><html lang="en">').buffer as ArrayBuffer)).toThrow();
  });

  it('takes the flat way as the ground unless the file turns the model', () => {
    const facts = { extensions: [], origin: [0, 0, 0] as [number, number, number] };
    expect(isYUp({ ...facts, turned: false }, { y: 200, z: 30 })).toBe(false);
    expect(isYUp({ ...facts, turned: false }, { y: 30, z: 200 })).toBe(true);
    expect(isYUp({ ...facts, turned: true }, { y: 200, z: 30 })).toBe(true);
  });
});

describe('storedView', () => {
  const center: [number, number, number] = [576700, 5188160, 160];

  it('is used when it is near the model', () => {
    const view = { position: [576800, 5188160, 300], target: [576700, 5188160, 160] };
    expect(storedView({ type: 'Potree', view }, center, 100)).toEqual(view);
  });

  it.each([
    [{}],
    [null],
    [{ view: { position: [1, 2], target: [1, 2, 3] } }],
    [{ view: { position: ['a', 'b', 'c'], target: [1, 2, 3] } }],
    [{ view: { position: [576800, 5188160, null], target: [576700, 5188160, 160] } }],
    [{ view: { position: [0, 0, 0], target: [1, 1, 1] } }],
    [{ view: { position: [576700, 5188160, 160], target: [576700, 5188160, 160] } }],
  ])('is not used when it is none of this model: %j', (scene) => expect(storedView(scene, center, 100)).toBeNull());

  it('comes back through both frames', () => expect(shifted(shifted([1, 2, 3], center, 1), center, -1)).toEqual([1, 2, 3]));
});

describe('fetchModel', () => {
  afterEach(() => vi.unstubAllGlobals());
  const { signal } = new AbortController();

  it('takes the next address when one is not there, and tells how far it is', async () => {
    const shares: number[] = [];
    vi.stubGlobal('fetch', (address: string) => Promise.resolve(address === '/small' ? new Response('', { status: 404 }) : new Response('12345678', { headers: { 'Content-Length': '8' } })));
    const file = await fetchModel(['/small', '/whole'], (share) => shares.push(share), signal);
    expect(new TextDecoder().decode(file)).toBe('12345678');
    expect(shares.at(-1)).toBe(1);
  });

  it('says why nothing came', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 503 })));
    await expect(fetchModel(['/a', '/b'], () => undefined, signal)).rejects.toMatchObject({ status: 503 });
  });
});
