import type { Task } from '../../api/types.ts';
import { backupUrl, downloadUrl } from '../../api/tasks.ts';
import { t } from '../../messages/index.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';

/** The order of the download menu; what is not named here comes after, by name. */
const ORDER = [
  'orthophoto.tif',
  'orthophoto.png',
  'orthophoto.kmz',
  'orthophoto.mbtiles',
  'orthophoto_tiles.zip',
  'cutline.gpkg',
  'dtm.tif',
  'dtm_tiles.zip',
  'dsm.tif',
  'dsm_tiles.zip',
  'georeferenced_model.laz',
  'georeferenced_model.las',
  'georeferenced_model.ply',
  'georeferenced_model.csv',
  '3d_tiles_pointcloud.zip',
  'textured_model.zip',
  '3d_tiles_model.zip',
  'textured_model.glb',
  'cameras.json',
  'shots.geojson',
  'ground_control_points.geojson',
  'report.pdf',
];

export function inMenuOrder(assets: readonly string[]): string[] {
  const place = (asset: string) => (ORDER.includes(asset) ? ORDER.indexOf(asset) : ORDER.length);
  return assets.filter((asset) => asset !== 'all.zip').sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** Exactly the assets that are there, then everything in one file, then the backup. */
export function downloadEntries(task: Task): MenuEntry[] {
  return [...assetEntries(task, true), { id: 'backup', label: t.assets.backup, note: 'ZIP', href: backupUrl(task.project, task.id), download: true }];
}

/** What strangers are offered: no photos, and no archive that holds what a crop has cut away. */
export function publicDownloads(task: Task): MenuEntry[] {
  return assetEntries(task, !task.crop);
}

function assetEntries(task: Task, withAll: boolean): MenuEntry[] {
  const entries: MenuEntry[] = inMenuOrder(task.available_assets).map((asset) => {
    const [label, note] = t.assets.names[asset] ?? [asset, ''];
    return { id: asset, label, note, href: downloadUrl(task.project, task.id, asset), download: true };
  });
  if (withAll && task.available_assets.includes('all.zip')) {
    entries.push({ id: 'all.zip', label: t.assets.all, note: 'ZIP', href: downloadUrl(task.project, task.id, 'all.zip'), download: true, separated: entries.length > 0 });
  }
  return entries;
}
