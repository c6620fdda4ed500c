import { lazy, Suspense, useState, type ReactElement } from 'react';
import type { Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { exportLayers } from '../exports/form.ts';
import { downloadEntries, publicDownloads } from './assets.ts';

const ExportDialog = lazy(() => import('../exports/ExportDialog.tsx'));

/** The results as they are, and the way to have them in another form. */
export function DownloadMenu({ task, strangers = false, children }: { task: Task; strangers?: boolean; children: ReactElement }) {
  const [exporting, setExporting] = useState(false);
  const entries: MenuEntry[] = strangers ? publicDownloads(task) : downloadEntries(task);
  if (exportLayers(task).length > 0) entries.push({ id: 'export', label: t.exports.action, separated: true, onAction: () => setExporting(true) });
  return (
    <>
      <Menu label={t.assets.menu} entries={entries}>
        {children}
      </Menu>
      <Suspense fallback={null}>{exporting && <ExportDialog task={task} onClose={() => setExporting(false)} />}</Suspense>
    </>
  );
}
