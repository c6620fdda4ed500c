import { LoadingManager } from 'three';
import decoder from 'three/examples/jsm/libs/draco/gltf/draco_decoder.js?url';
import { DRACOLoader } from 'three/examples/jsm/loaders/DRACOLoader.js';

/** Unpacks the meshes of engines that compress them. The decoder without WebAssembly needs no exception from the page's policy. */
export function dracoLoader(): DRACOLoader {
  const manager = new LoadingManager();
  manager.setURLModifier((url) => (url.endsWith('draco_decoder.js') ? decoder : url));
  const loader = new DRACOLoader(manager);
  loader.setDecoderPath('/');
  loader.setDecoderConfig({ type: 'js' });
  return loader;
}
