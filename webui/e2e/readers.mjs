import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Copc } from 'copc';
import validator from 'gltf-validator';

// Whether programs that are not ours read what the engine wrote: the Khronos validator every .glb of a folder, the copc package every
// point of every .copc.laz.   node e2e/readers.mjs FOLDER
const folder = process.argv[2];
const names = (await readdir(folder, { recursive: true })).sort();
let problems = 0;
let models = 0;
let clouds = 0;

function problem(name, what) {
  problems++;
  console.error(`${name}: ${what}`);
}

async function validate(name) {
  const report = await validator.validateBytes(new Uint8Array(await readFile(join(folder, name))), { uri: name });
  for (const { severity, code, message, pointer } of report.issues.messages) {
    // 0 is an error, 1 a warning.
    if (severity <= 1) problem(name, `${code} ${message} ${pointer ?? ''}`);
  }
  models++;
}

async function readPoints(name) {
  const bytes = new Uint8Array(await readFile(join(folder, name)));
  const get = async (begin, end) => bytes.slice(begin, end);
  const copc = await Copc.create(get);
  let points = 0;
  let outside = 0;
  const pages = [copc.info.rootHierarchyPage];
  while (pages.length > 0) {
    const { nodes, pages: more } = await Copc.loadHierarchyPage(get, pages.pop());
    pages.push(...Object.values(more));
    for (const node of Object.values(nodes)) {
      if (node.pointCount === 0) continue;
      const view = await Copc.loadPointDataView(get, copc, node);
      points += view.pointCount;
      const axes = ['X', 'Y', 'Z'].map((axis) => view.getter(axis));
      for (let i = 0; i < view.pointCount; i++) {
        outside += axes.some((of, k) => of(i) < copc.header.min[k] - 1e-6 || of(i) > copc.header.max[k] + 1e-6) ? 1 : 0;
      }
    }
  }
  if (points !== copc.header.pointCount) problem(name, `${points} points instead of ${copc.header.pointCount}`);
  if (outside > 0) problem(name, `${outside} points outside of the header's bounds`);
  if (!copc.wkt) problem(name, 'no coordinate system');
  clouds++;
}

for (const name of names) {
  if (!(await stat(join(folder, name))).isFile()) continue;
  if (name.endsWith('.glb')) await validate(name);
  if (name.endsWith('.copc.laz')) await readPoints(name);
}
console.log(`${models} models and ${clouds} clouds read, ${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;
