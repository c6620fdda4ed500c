/** The part of the Draco encoder that the mock uses. */
declare module 'draco3d' {
  interface Encoder {
    SetAttributeQuantization(attribute: number, bits: number): void;
    EncodeMeshToDracoBuffer(mesh: object, out: object): number;
  }
  interface MeshBuilder {
    AddFacesToMesh(mesh: object, faces: number, indices: Uint32Array): boolean;
    AddFloatAttributeToMesh(mesh: object, attribute: number, points: number, components: number, values: Float32Array): number;
  }
  interface Draco {
    POSITION: number;
    TEX_COORD: number;
    Encoder: new () => Encoder;
    MeshBuilder: new () => MeshBuilder;
    Mesh: new () => object;
    DracoInt8Array: new () => { GetValue(index: number): number };
  }
  const draco3d: { createEncoderModule(options: object): Promise<Draco> };
  export default draco3d;
}
