import { useState } from 'react';
import { allUsers, listProfiles, readUsedQuota, setQuota, setQuotaDeadline, type AdminUser, type Profile } from '../../api/admin.ts';
import { usePlace } from '../../app/router.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { formatBytes, formatMoment } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Switch, TextField } from '../../ui/fields.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Remote } from '../../ui/Remote.tsx';
import { Table } from '../../ui/Table.tsx';
import { announce } from '../../ui/toasts.tsx';
import { Pager } from '../projects/Pager.tsx';
import { quotaProblems, quotaText, type QuotaFields } from './quota.ts';

const SIZE = 10;
const MEGABYTE = 1048576;

interface Row {
  user: AdminUser;
  profile: Profile;
}

export function QuotasPage() {
  const { query } = usePlace();
  const page = Math.max(1, Number(query.get('page')) || 1);
  const state = useServerData('admin/quotas', readRows);
  const [asked, setAsked] = useState<Row | null>(null);
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{t.admin.titles.quotas}</h1>
          <p className="muted">{t.admin.quotasText}</p>
        </div>
      </div>
      <Remote state={state} title={t.admin.failed} onRetry={() => void refresh('admin/quotas')}>
        {(rows) => (
          <>
            <Table
              label={t.admin.titles.quotas}
              columns={[
                { label: t.admin.user, cell: ({ user }) => user.username },
                { label: t.admin.quota, cell: ({ profile }) => quotaText(profile.quota), numeric: true },
                { label: t.admin.used, cell: ({ user }) => <Used user={user.id} name={user.username} /> },
              ]}
              rows={rows.slice((page - 1) * SIZE, page * SIZE)}
              rowKey={({ user }) => user.id}
              actionsLabel={t.action.more}
              actions={(row) => <IconButton icon="edit" small label={t.admin.edit(row.user.username)} onPress={() => setAsked(row)} />}
            />
            <Pager page={page} pages={Math.ceil(rows.length / SIZE)} />
          </>
        )}
      </Remote>
      {asked && <QuotaDialog row={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

async function readRows(signal: AbortSignal): Promise<Row[]> {
  const [users, profiles] = await Promise.all([allUsers(signal), listProfiles(signal)]);
  const byUser = new Map(profiles.map((profile) => [profile.user, profile]));
  return users.flatMap((user) => {
    const profile = byUser.get(user.id);
    return profile ? [{ user, profile }] : [];
  });
}

function Used({ user, name }: { user: number; name: string }) {
  const { data } = useServerData(`admin/used/${user}`, (signal) => readUsedQuota(user, signal));
  if (!data) return <span className="muted">…</span>;
  const text = formatBytes(data.used * MEGABYTE);
  if (data.total <= 0) return <span className="tabular">{text}</span>;
  const over = data.used > data.total;
  return (
    <div className="used">
      <span className="tabular">{over ? t.admin.over(text) : text}</span>
      <Progress share={data.used / data.total} label={t.admin.usedBy(name)} tone={over ? 'danger' : 'quiet'} valueText={text} />
    </div>
  );
}

function QuotaDialog({ row: { user, profile }, onClose }: { row: Row; onClose: () => void }) {
  const [form, setForm] = useState<QuotaFields>({ unlimited: profile.quota < 0, megabytes: profile.quota < 0 ? '' : String(profile.quota), hours: '' });
  const save = async () => {
    await setQuota(user.id, form.unlimited ? -1 : Number(form.megabytes));
    if (!form.unlimited && form.hours.trim() !== '') {
      const { deadline } = await setQuotaDeadline(user.id, Number(form.hours));
      announce(t.admin.deadlineSet(user.username, formatMoment(new Date(deadline * 1000).toISOString())));
    } else announce(t.admin.saved(user.username));
    await refresh('admin/');
  };
  return (
    <FormDialog title={t.admin.quotaOf(user.username)} submit={t.action.save} onClose={onClose} check={() => quotaProblems(form)} save={save}>
      {(problems) => (
        <>
          <Switch selected={form.unlimited} onChange={(unlimited) => setForm({ ...form, unlimited })}>
            {t.admin.unlimited}
          </Switch>
          {!form.unlimited && (
            <>
              <TextField label={t.admin.megabytes} hint={t.admin.megabytesHint} value={form.megabytes} onChange={(megabytes) => setForm({ ...form, megabytes })} error={problems.quota} inputMode="decimal" />
              <TextField label={t.admin.hours} hint={t.admin.hoursHint} value={form.hours} onChange={(hours) => setForm({ ...form, hours })} error={problems.hours} inputMode="decimal" />
            </>
          )}
        </>
      )}
    </FormDialog>
  );
}
