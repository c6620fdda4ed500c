import { heightAt, LOW, renderThumbnail } from './tiles.ts';

const SIDE = 96;
const METRES = 230;

/** The made-up shore as a textured mesh in a GLB file, z up and far from the origin as georeferenced models are. */
export function modelOf(): Buffer {
  const positions = new Float32Array(SIDE * SIDE * 3);
  const uvs = new Float32Array(SIDE * SIDE * 2);
  const indices = new Uint32Array((SIDE - 1) * (SIDE - 1) * 6);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const [u, v] = [column / (SIDE - 1), row / (SIDE - 1)];
      const at = row * SIDE + column;
      positions.set([(u - 0.5) * METRES, (0.5 - v) * METRES, heightAt('dsm', u, v) - LOW], at * 3);
      uvs.set([u, v], at * 2);
      if (row === SIDE - 1 || column === SIDE - 1) continue;
      indices.set([at, at + SIDE, at + 1, at + 1, at + SIDE, at + SIDE + 1], (row * (SIDE - 1) + column) * 6);
    }
  }
  return glb([bytes(positions), bytes(uvs), bytes(indices), renderThumbnail(512)], positions);
}

function glb(parts: Buffer[], positions: Float32Array): Buffer {
  const padded = parts.map((part) => pad(part, 0));
  let offset = 0;
  const bufferViews = padded.map((part, index) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: parts[index]?.length ?? 0 };
    offset += part.length;
    return view;
  });
  const count = positions.length / 3;
  const json = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1 }, indices: 2, material: 0 }] }],
    materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0, roughnessFactor: 1 } }],
    textures: [{ source: 0 }],
    images: [{ bufferView: 3, mimeType: 'image/png' }],
    accessors: [
      { bufferView: 0, componentType: 5126, count, type: 'VEC3', ...extremes(positions) },
      { bufferView: 1, componentType: 5126, count, type: 'VEC2' },
      { bufferView: 2, componentType: 5125, count: (SIDE - 1) * (SIDE - 1) * 6, type: 'SCALAR' },
    ],
    bufferViews,
    buffers: [{ byteLength: offset }],
  };
  const text = pad(Buffer.from(JSON.stringify(json)), 0x20);
  const binary = Buffer.concat(padded);
  const head = Buffer.from('glTF\0\0\0\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(12 + 8 + text.length + 8 + binary.length, 8);
  return Buffer.concat([head, chunkHead(text, 'JSON'), text, chunkHead(binary, 'BIN\0'), binary]);
}

function extremes(positions: Float32Array): { min: number[]; max: number[] } {
  const axis = (n: number) => positions.filter((_, index) => index % 3 === n);
  return { min: [0, 1, 2].map((n) => Math.min(...axis(n))), max: [0, 1, 2].map((n) => Math.max(...axis(n))) };
}

function chunkHead(chunk: Buffer, type: string): Buffer {
  const head = Buffer.from(`\0\0\0\0${type}`, 'latin1');
  head.writeUInt32LE(chunk.length, 0);
  return head;
}

function pad(part: Buffer, filler: number): Buffer {
  return Buffer.concat([part, Buffer.alloc((4 - (part.length % 4)) % 4, filler)]);
}

function bytes(array: Float32Array | Uint32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
