import { useState } from 'react';
import { describe } from '../../api/errors.ts';
import { listTasks } from '../../api/tasks.ts';
import type { Project, Task } from '../../api/types.ts';
import { setQuery, usePlace } from '../../app/router.ts';
import { refresh, useServerData } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useUploads } from '../upload/uploads.ts';
import { useIsPushed } from './LiveChanges.tsx';
import { TaskCard } from './TaskCard.tsx';
import { isActive } from './taskState.ts';

const FIRST = 8;
const POLL = 3_000;
const SLOW_POLL = 10_000;

/** The tasks of a project, kept up to date while any of them is under way. */
export function TaskList({ project }: { project: Project }) {
  const key = `tasks/${project.id}`;
  const pushed = useIsPushed();
  const [busy, setBusy] = useState(false);
  const interval = busy ? (pushed ? SLOW_POLL : POLL) : 0;
  const { data, error, loading } = useServerData<Task[]>(key, (signal) => listTasks(project.id, signal), interval);
  const [all, setAll] = useState(false);
  const { open, toggle } = useOpenTasks();
  const uploading = useUploads().some((upload) => upload.project === project.id);
  const nowBusy = data?.some(isActive) ?? false;
  if (nowBusy !== busy) setBusy(nowBusy);

  if (loading) return <TaskSkeleton rows={Math.min(project.tasks.length, 3)} />;
  if (!data) {
    return (
      <Notice kind="error" title={t.projects.tasksFailed} action={<Button small onPress={() => void refresh(key)}>{t.action.retry}</Button>}>
        {describe(error)}
      </Notice>
    );
  }
  const shown = all ? data : data.slice(0, FIRST);
  const hidden = data.length - shown.length;
  return (
    <>
      {error !== undefined && !uploading && <Notice kind="warning">{t.task.connectionLost}</Notice>}
      <ul className="tasks">
        {shown.map((task) => (
          <TaskCard key={task.id} task={task} permissions={project.permissions} open={open.has(String(task.id))} onToggle={() => toggle(String(task.id))} />
        ))}
      </ul>
      {hidden > 0 && (
        <Button small look="quiet" onPress={() => setAll(true)}>
          {t.projects.moreTasks(hidden)}
        </Button>
      )}
    </>
  );
}

/** Which cards are open is part of the address. */
function useOpenTasks(): { open: Set<string>; toggle: (id: string) => void } {
  const place = usePlace();
  const open = new Set((place.query.get('open') ?? '').split(',').filter(Boolean));
  const toggle = (id: string) => {
    if (open.has(id)) open.delete(id);
    else open.add(id);
    setQuery({ open: [...open].join(',') });
  };
  return { open, toggle };
}

function TaskSkeleton({ rows }: { rows: number }) {
  return (
    <div className="tasks" aria-busy="true" aria-label={t.app.loading} role="status">
      {Array.from({ length: rows }, (_, index) => (
        <div className="task skeleton-row" key={index}>
          <span className="skeleton block" />
          <span className="skeleton line" />
        </div>
      ))}
    </div>
  );
}
