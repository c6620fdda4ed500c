import type { OptionDefinition, Preset } from '../src/api/types.ts';

const stages = ['', 'dataset', 'opensfm', 'openmvs', 'odm_filterpoints', 'odm_meshing', 'mvs_texturing', 'odm_georeferencing', 'odm_dem', 'odm_orthophoto', 'odm_report', 'odm_postprocess'];
const qualities = ['ultra', 'high', 'medium', 'low', 'lowest'];

function option(name: string, type: string, value: string, domain: string | string[], help: string): OptionDefinition {
  return { name, type, value, domain, help };
}

export const options: OptionDefinition[] = [
  option('auto-boundary', 'bool', 'false', '', 'Limits the reconstruction to the area around the camera positions.'),
  option('boundary', 'string', '', 'json', 'GeoJSON polygon that limits the reconstruction.'),
  option('camera-lens', 'enum', 'auto', ['auto', 'perspective', 'brown', 'fisheye', 'spherical'], 'Projection of the lens: one of %(choices)s. Default: %(default)s'),
  option('crop', 'float', '3', 'positive float', 'Cuts the edge of the results by this many metres. 0 turns it off.'),
  option('dem-gapfill-steps', 'int', '3', 'positive integer', 'How many times gaps in elevation models are filled. 0 leaves them.'),
  option('dem-resolution', 'float', '5', 'float', 'Resolution of elevation models in centimetres per pixel.'),
  option('dsm', 'bool', 'false', '', 'Makes a surface model: the ground with everything that stands on it.'),
  option('dtm', 'bool', 'false', '', 'Makes a terrain model: the ground alone.'),
  option('fast-orthophoto', 'bool', 'false', '', 'Makes the orthophoto from the sparse cloud: quick, without a 3D model.'),
  option('feature-quality', 'enum', 'high', qualities, 'At which image scale features are looked for.'),
  option('force-gps', 'bool', 'false', '', 'Uses GPS positions even when ground control is there.'),
  option('gps-accuracy', 'float', '3', 'positive float', 'Standard deviation of the GPS positions in metres.'),
  option('ignore-gsd', 'bool', 'false', '', 'Lifts the limit that the ground resolution of the photos sets. Needs much memory.'),
  option('matcher-neighbors', 'int', '0', 'positive integer', 'Matches each photo with this many of its nearest. 0 chooses by position.'),
  option('max-concurrency', 'int', '4', 'positive integer', 'How many threads work at the same time.'),
  option('mesh-octree-depth', 'int', '11', 'integer: 1 <= x <= 14', 'Detail of the mesh.'),
  option('mesh-size', 'int', '200000', 'positive integer', 'Most vertices of the mesh.'),
  option('min-num-features', 'int', '10000', 'integer', 'How many features each photo should give.'),
  option('orthophoto-resolution', 'float', '5', 'float > 0.0', 'Resolution of the orthophoto in centimetres per pixel.'),
  option('pc-classify', 'bool', 'false', '', 'Marks the points of the ground.'),
  option('pc-filter', 'float', '5', 'positive float', 'Removes points that lie more standard deviations off than this.'),
  option('pc-las', 'bool', 'false', '', 'Also writes the point cloud as LAS.'),
  option('pc-quality', 'enum', 'medium', qualities, 'Density of the point cloud. Each step takes about four times as long.'),
  option('rerun-from', 'enum', '', stages, 'Begins again at this stage.'),
  option('sfm-algorithm', 'enum', 'incremental', ['incremental', 'triangulation', 'planar'], 'How camera positions are found.'),
  option('skip-report', 'bool', 'false', '', 'Leaves the quality report out.'),
  option('split', 'int', '999999', 'positive integer', 'Average number of photos of a part when a large set is split.'),
  option('tiles', 'bool', 'false', '', 'Also makes map tiles.'),
  option('use-3dmesh', 'bool', 'false', '', 'Makes the orthophoto from the full 3D mesh.'),
];

function preset(id: number, name: string, values: [string, string | number | boolean][]): Preset {
  return { id, name, system: true, created_at: '2026-01-01T00:00:00.000000Z', options: values.map(([key, value]) => ({ name: key, value })) };
}

export const presets: Preset[] = [
  preset(1, 'Default', [['auto-boundary', true], ['dsm', true]]),
  preset(2, 'High Resolution', [['auto-boundary', true], ['dsm', true], ['dem-resolution', 1], ['orthophoto-resolution', 1]]),
  preset(3, 'Fast Orthophoto', [['auto-boundary', true], ['fast-orthophoto', true]]),
  preset(4, 'DSM + DTM', [['auto-boundary', true], ['dsm', true], ['dtm', true]]),
  preset(5, 'Buildings', [['auto-boundary', true], ['mesh-size', 300000], ['feature-quality', 'high'], ['pc-quality', 'high']]),
  preset(6, 'Volume Analysis', [['auto-boundary', true], ['dsm', true], ['dem-resolution', 2], ['pc-quality', 'high']]),
];
