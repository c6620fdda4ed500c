import draco3d from 'draco3d';
import { heightAt, LOW, renderThumbnail } from './tiles.ts';

const SIDE = 96;
const METRES = 230;

interface Surface {
  positions: Float32Array;
  uvs: Float32Array;
  indices: Uint32Array;
}

/** The made-up shore as a textured mesh in a GLB file, z up. */
export function modelOf(): Buffer {
  const { positions, uvs, indices } = surface();
  return glb([bytes(positions), bytes(uvs), bytes(indices)], positions, indices.length, (accessors) => ({
    primitive: { attributes: { POSITION: 0, TEXCOORD_0: 1 }, indices: 2 },
    accessors: accessors.map((accessor, bufferView) => ({ ...accessor, bufferView })),
    extensions: [],
  }));
}

/** The same, compressed as some engines do. */
export async function packedModelOf(): Promise<Buffer> {
  const { positions, uvs, indices } = surface();
  const { packed, ids } = await pack({ positions, uvs, indices });
  return glb([packed], positions, indices.length, (accessors) => ({
    primitive: {
      attributes: { POSITION: 0, TEXCOORD_0: 1 },
      indices: 2,
      extensions: { KHR_draco_mesh_compression: { bufferView: 0, attributes: { POSITION: ids.position, TEXCOORD_0: ids.uv } } },
    },
    accessors,
    extensions: ['KHR_draco_mesh_compression'],
  }));
}

async function pack({ positions, uvs, indices }: Surface): Promise<{ packed: Buffer; ids: { position: number; uv: number } }> {
  const draco = await draco3d.createEncoderModule({});
  const encoder = new draco.Encoder();
  const builder = new draco.MeshBuilder();
  const mesh = new draco.Mesh();
  const points = positions.length / 3;
  builder.AddFacesToMesh(mesh, indices.length / 3, indices);
  const position = builder.AddFloatAttributeToMesh(mesh, draco.POSITION, points, 3, positions);
  const uv = builder.AddFloatAttributeToMesh(mesh, draco.TEX_COORD, points, 2, uvs);
  encoder.SetAttributeQuantization(draco.POSITION, 14);
  encoder.SetAttributeQuantization(draco.TEX_COORD, 12);
  const out = new draco.DracoInt8Array();
  const length = encoder.EncodeMeshToDracoBuffer(mesh, out);
  const packed = Buffer.from(Array.from({ length }, (_, index) => out.GetValue(index) & 255));
  return { packed, ids: { position, uv } };
}

function surface(): Surface {
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
  return { positions, uvs, indices };
}

interface Written {
  primitive: object;
  accessors: object[];
  extensions: string[];
}

/** @param write what is said of the parts, which stand in the file in their order, with the picture behind them */
function glb(parts: Buffer[], positions: Float32Array, corners: number, write: (accessors: object[]) => Written): Buffer {
  const all = [...parts, renderThumbnail(512)];
  const padded = all.map((part) => pad(part, 0));
  let offset = 0;
  const bufferViews = padded.map((part, index) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: all[index]?.length ?? 0 };
    offset += part.length;
    return view;
  });
  const count = positions.length / 3;
  const { primitive, accessors, extensions } = write([
    { componentType: 5126, count, type: 'VEC3', ...extremes(positions) },
    { componentType: 5126, count, type: 'VEC2' },
    { componentType: 5125, count: corners, type: 'SCALAR' },
  ]);
  const json = {
    asset: { version: '2.0' },
    ...(extensions.length > 0 ? { extensionsUsed: extensions, extensionsRequired: extensions } : {}),
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ ...primitive, material: 0 }] }],
    materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0, roughnessFactor: 1 } }],
    textures: [{ source: 0 }],
    images: [{ bufferView: parts.length, mimeType: 'image/png' }],
    accessors,
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
