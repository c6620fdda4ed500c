import { formatBytes } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import type { Problems } from '../../ui/FormDialog.tsx';

export interface QuotaFields {
  unlimited: boolean;
  megabytes: string;
  hours: string;
}

/** Below zero there is no limit; zero allows nothing. */
export function quotaText(megabytes: number): string {
  if (megabytes < 0) return t.admin.unlimited;
  return megabytes === 0 ? t.admin.nothing : formatBytes(megabytes * 1048576);
}

export function quotaProblems({ unlimited, megabytes, hours }: QuotaFields): Problems {
  if (unlimited) return {};
  const problems: Problems = {};
  if (megabytes.trim() === '' || !(Number(megabytes) >= 0)) problems.quota = t.admin.badQuota;
  if (hours.trim() !== '' && !(Number(hours) >= 0)) problems.hours = t.admin.badHours;
  return problems;
}
