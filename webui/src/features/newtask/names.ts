import { formatDay } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import type { PhotoInfo } from '../exif/usePhotoFacts.ts';
import type { ChosenFile } from './selection.ts';

/** A name from the day of the flight; the files' own date when the photos do not tell. */
export function suggestName(photos: readonly ChosenFile[], infos: ReadonlyMap<File, PhotoInfo>, now: Date = new Date()): string {
  const taken = photos
    .map((photo) => infos.get(photo.file)?.facts?.taken)
    .filter((time) => time !== null && time !== undefined)
    .sort()[0];
  if (taken) return t.newTask.nameSuggestion(formatDay(new Date(taken)));
  const first = photos[0]?.file.lastModified;
  if (first) return t.newTask.nameSuggestion(formatDay(new Date(first)));
  return t.newTask.nameFallback(now.toISOString().slice(0, 16).replace('T', ' '));
}
