import { locale, t } from '../messages/index.ts';

const wholeNumber = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const momentFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

export function formatCount(value: number): string {
  return wholeNumber.format(value);
}

/** Bytes with decimal prefixes, three digits or so: 999 B, 1.5 MB, 12 GB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let step = 0;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return `${significant(value, step === 0 ? 0 : 1)} ${units[step]}`;
}

/** Milliseconds as the two largest units: 2 h 5 min, 3 min 12 s, 8 s. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days > 0) return joined(t.unit.day(days), hours > 0 && t.unit.hour(hours));
  if (hours > 0) return joined(t.unit.hour(hours), minutes > 0 && t.unit.minute(minutes));
  if (minutes > 0) return joined(t.unit.minute(minutes), t.unit.second(seconds % 60));
  return t.unit.second(seconds);
}

/** A forecast, as coarse as it deserves. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 50) return t.unit.lessThanMinute;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return t.unit.about(t.unit.minute(minutes));
  const rounded = Math.round(minutes / 5) * 5;
  return t.unit.about(joined(t.unit.hour(Math.floor(rounded / 60)), rounded % 60 > 0 && t.unit.minute(rounded % 60)));
}

export function formatDay(date: Date): string {
  return dayFormat.format(date);
}

export function formatMoment(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : momentFormat.format(date);
}

/** How long ago, for dates of the last week; the day itself before that. */
export function formatAgo(iso: string, now: number = Date.now()): string {
  const then = new Date(iso).getTime();
  if (Number.isNaN(then)) return iso;
  const seconds = Math.round((then - now) / 1000);
  if (Math.abs(seconds) < 45) return t.unit.justNow;
  if (Math.abs(seconds) < 3600) return relativeFormat.format(Math.round(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86400) return relativeFormat.format(Math.round(seconds / 3600), 'hour');
  if (Math.abs(seconds) < 7 * 86400) return relativeFormat.format(Math.round(seconds / 86400), 'day');
  return formatDay(new Date(then));
}

/** Square metres as m², ha or km². */
export function formatArea(squareMetres: number): string {
  if (squareMetres < 10_000) return `${significant(squareMetres, squareMetres < 100 ? 2 : 0)} m²`;
  if (squareMetres < 10_000_000) return `${significant(squareMetres / 10_000, 2)} ha`;
  return `${significant(squareMetres / 1_000_000, 2)} km²`;
}

export function formatLength(metres: number): string {
  if (metres < 1000) return `${significant(metres, metres < 100 ? 2 : 1)} m`;
  return `${significant(metres / 1000, 3)} km`;
}

export function formatPercent(share: number): string {
  const percent = Math.min(100, Math.max(0, share * 100));
  return `${Math.floor(percent + 1e-9)}%`;
}

function significant(value: number, decimals: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: value >= 100 && decimals < 2 ? 0 : decimals }).format(value);
}

function joined(first: string, second: string | false): string {
  return second ? `${first} ${second}` : first;
}
