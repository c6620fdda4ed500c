import type { ReactNode } from 'react';
import type { OptionValue } from '../../api/types.ts';
import { formatBytes } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import type { PhotoInfo } from '../exif/usePhotoFacts.ts';
import { OptionChips } from './OptionsSection.tsx';
import { photosOf, totalBytes, type Selection } from './selection.ts';

interface ReviewProps {
  name: string;
  selection: Selection;
  infos: ReadonlyMap<File, PhotoInfo>;
  options: OptionValue[];
  resizeTo: number | null;
  nodeLabel: string;
}

/** What is about to happen, in words, before anything is sent. */
export function ReviewStep({ name, selection, infos, options, resizeTo, nodeLabel }: ReviewProps) {
  const photos = photosOf(selection);
  const located = photos.filter((photo) => infos.get(photo.file)?.facts?.latitude != null).length;
  const gcp = selection.files.find((chosen) => chosen.kind === 'gcp');
  const rows: [string, ReactNode][] = [
    [t.newTask.name, name],
    [t.newTask.steps.photos, `${t.newTask.photos(photos.length)}, ${formatBytes(totalBytes(selection.files))}`],
    [t.newTask.positions, t.newTask.withPosition(located)],
    [t.newTask.node, nodeLabel],
  ];
  if (gcp) rows.push([t.task.refs.gcp ?? '', gcp.name]);
  if (resizeTo) rows.push([t.newTask.resizeTo, String(resizeTo)]);
  return (
    <div className="sheet-body review">
      <dl className="facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{t.newTask.effective}</h3>
      <OptionChips options={options} />
    </div>
  );
}
