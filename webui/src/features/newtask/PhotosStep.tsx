import { useEffect, useMemo, useState } from 'react';
import { formatBytes } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { VirtualList } from '../../ui/VirtualList.tsx';
import type { PhotoInfo } from '../exif/usePhotoFacts.ts';
import { useFileDrop } from '../projects/useFileDrop.ts';
import { FileChoosers } from './FileChoosers.tsx';
import { checkGcp, type GcpCheck } from './gcp.ts';
import { filesOfDrop } from './incoming.ts';
import { PositionMap, type Shot } from './PositionMap.tsx';
import { emptySelection, photosOf, totalBytes, type ChosenFile, type Selection } from './selection.ts';

interface PhotosStepProps {
  selection: Selection;
  infos: ReadonlyMap<File, PhotoInfo>;
  onAdd: (files: readonly File[]) => void;
  onChange: (selection: Selection) => void;
}

const ROW = 44;

/** Choosing the files, with what they say of themselves: where, when, and what may be wrong. */
export function PhotosStep({ selection, infos, onAdd, onChange }: PhotosStepProps) {
  const drop = useFileDrop(true, (transfer) => void filesOfDrop(transfer).then(onAdd));
  const photos = useMemo(() => photosOf(selection), [selection]);
  const shots = useMemo(() => shotsOf(photos, infos), [photos, infos]);
  const read = photos.filter((photo) => infos.has(photo.file)).length;
  if (selection.files.length === 0) {
    return (
      <div className={`drop-zone large ${drop.over ? 'over' : ''}`} {...drop.handlers}>
        <Icon name="upload" size={32} />
        <h3>{t.newTask.drop}</h3>
        <p>{t.newTask.dropText}</p>
        <FileChoosers onAdd={onAdd} primary />
        {selection.ignored > 0 && <Notice kind="warning">{t.newTask.ignored(selection.ignored)}</Notice>}
      </div>
    );
  }
  return (
    <section className={`photos ${drop.over ? 'over' : ''}`} aria-label={t.newTask.steps.photos} {...drop.handlers}>
      <div className="photos-head">
        <div>
          <strong>{t.newTask.photos(photos.length)}</strong>
          <span className="muted">
            {selection.files.length > photos.length && `${t.newTask.others(selection.files.length - photos.length)} · `}
            {formatBytes(totalBytes(selection.files))}
            {shots.length > 0 && ` · ${t.newTask.withPosition(shots.length)}`}
          </span>
        </div>
        <FileChoosers onAdd={onAdd} />
      </div>
      {read < photos.length && (
        <div role="status">
          <Progress share={read / photos.length} label={t.newTask.reading(read, photos.length)} tone="quiet" />
        </div>
      )}
      <PositionMap shots={shots} complete={shots.length === photos.length} />
      <Checks selection={selection} photos={photos} located={shots.length} allRead={read === photos.length} />
      <FileList selection={selection} infos={infos} onChange={onChange} />
      <Button small look="quiet" icon="trash" onPress={() => onChange(emptySelection)}>
        {t.newTask.clear}
      </Button>
    </section>
  );
}

function shotsOf(photos: readonly ChosenFile[], infos: ReadonlyMap<File, PhotoInfo>): Shot[] {
  const shots: Shot[] = [];
  for (const photo of photos) {
    const facts = infos.get(photo.file)?.facts;
    if (facts?.latitude == null || facts.longitude == null) continue;
    shots.push({ name: photo.name, latitude: facts.latitude, longitude: facts.longitude, taken: facts.taken });
  }
  return shots;
}

function Checks({ selection, photos, located, allRead }: { selection: Selection; photos: readonly ChosenFile[]; located: number; allRead: boolean }) {
  const without = photos.length - located;
  return (
    <div className="checks">
      {photos.length < 2 && <Notice kind="error">{t.newTask.tooFew}</Notice>}
      {photos.length >= 2 && photos.length < 5 && <Notice kind="warning">{t.newTask.few}</Notice>}
      {photos.length === 999 && <Notice kind="warning">{t.newTask.thousand}</Notice>}
      {allRead && photos.length > 0 && located === 0 && <Notice kind="warning">{t.newTask.nonePosition}</Notice>}
      {allRead && located > 0 && without > 0 && (
        <Notice kind="info" title={t.newTask.withoutPosition(without)}>
          {t.newTask.withoutPositionText}
        </Notice>
      )}
      {selection.renamed > 0 && <Notice kind="info">{t.newTask.renamed(selection.renamed)}</Notice>}
      {selection.dropped > 0 && <Notice kind="info">{t.newTask.dropped(selection.dropped)}</Notice>}
      {selection.ignored > 0 && <Notice kind="info">{t.newTask.ignored(selection.ignored)}</Notice>}
      {selection.files.filter((chosen) => chosen.kind === 'gcp').map((chosen) => (
        <GcpNotice key={chosen.name} chosen={chosen} photos={photos} />
      ))}
    </div>
  );
}

const MOST_PROBLEMS = 6;

function GcpNotice({ chosen, photos }: { chosen: ChosenFile; photos: readonly ChosenFile[] }) {
  const [check, setCheck] = useState<GcpCheck | null>(null);
  useEffect(() => {
    const names = new Set(photos.map((photo) => photo.name));
    let current = true;
    void chosen.file.text().then((text) => current && setCheck(checkGcp(text, names)));
    return () => {
      current = false;
    };
  }, [chosen, photos]);
  if (!check) return null;
  const summary = t.newTask.gcpGood(check.points, check.marks);
  if (check.problems.length === 0) return <Notice kind="good" title={t.newTask.gcp(chosen.name)}>{summary}</Notice>;
  return (
    <Notice kind="warning" title={`${t.newTask.gcp(chosen.name)} — ${t.newTask.gcpBad}`}>
      <p>{summary}</p>
      <ul>
        {check.problems.slice(0, MOST_PROBLEMS).map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
        {check.problems.length > MOST_PROBLEMS && <li>{t.newTask.moreProblems(check.problems.length - MOST_PROBLEMS)}</li>}
      </ul>
    </Notice>
  );
}

function FileList({ selection, infos, onChange }: { selection: Selection; infos: ReadonlyMap<File, PhotoInfo>; onChange: (selection: Selection) => void }) {
  const remove = (chosen: ChosenFile) => onChange({ ...selection, files: selection.files.filter((other) => other !== chosen) });
  return (
    <VirtualList
      className="file-list"
      height={Math.min(selection.files.length * ROW + 2, 222)}
      label={t.newTask.fileList}
      count={selection.files.length}
      rowHeight={ROW}
      row={(index) => {
        const chosen = selection.files[index];
        return chosen ? <FileRow key={chosen.name} chosen={chosen} info={infos.get(chosen.file)} onRemove={() => remove(chosen)} /> : null;
      }}
    />
  );
}

function FileRow({ chosen, info, onRemove }: { chosen: ChosenFile; info: PhotoInfo | undefined; onRemove: () => void }) {
  const hasPosition = info?.facts?.latitude != null;
  return (
    <div className="file-row" role="listitem">
      {info?.thumbnail ? <img src={info.thumbnail} alt="" width={40} height={30} /> : <span className="file-icon"><Icon name={chosen.kind === 'photo' ? 'image' : 'file'} size={18} /></span>}
      <span className="file-name">{chosen.name}</span>
      {chosen.kind === 'photo' && info && !hasPosition && <span className="muted">{t.newTask.noPosition}</span>}
      {hasPosition && <Icon name="pin" size={15} className="file-pin" />}
      <span className="file-size muted tabular">{formatBytes(chosen.file.size)}</span>
      <IconButton icon="close" small label={t.newTask.removeFile(chosen.name)} onPress={onRemove} />
    </div>
  );
}
