import { useState } from 'react';
import type { Permission, Task } from '../../api/types.ts';
import { Status } from '../../api/types.ts';
import { thumbnailUrl, downloadUrl } from '../../api/tasks.ts';
import { formatAgo, formatDuration, formatMoment, formatPercent, formatTimeLeft } from '../../format/format.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { follow, Link } from '../../ui/Link.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { DownloadMenu } from './DownloadMenu.tsx';
import { TaskActions } from './TaskActions.tsx';
import { TaskDetails } from './TaskDetails.tsx';
import { TaskFailure } from './TaskFailure.tsx';
import { ResumeNotice } from '../upload/ResumeNotice.tsx';
import { useUploadShare } from '../upload/uploads.ts';
import { displayName, hasMap, hasModel, receivingState, stateOf, type TaskState } from './taskState.ts';
import { useElapsed, useTaskProgress, type TaskProgress } from './useTaskProgress.ts';

interface TaskCardProps {
  task: Task;
  permissions: readonly Permission[];
  open: boolean;
  onToggle: () => void;
}

/** One task: what it is, how far it is, and what can be done with it. */
export function TaskCard({ task, permissions, open, onToggle }: TaskCardProps) {
  const uploadShare = useUploadShare(task.id);
  const receiving = task.partial === true && uploadShare !== null;
  const state = receiving ? receivingState(uploadShare) : stateOf(task);
  const progress = useTaskProgress(task);
  const name = displayName(task);
  return (
    <li className={`task ${open ? 'open' : ''}`} data-task={task.id}>
      <article aria-label={name}>
        <div className="task-row">
          <Thumbnail task={task} tone={state.tone} />
          <div className="task-main">
            <h3 className="task-name">
              <button type="button" className="task-title" aria-expanded={open} aria-label={t.task.details(name)} onClick={onToggle}>
                <span>{name}</span>
                <Icon name="chevronDown" size={16} className={open ? 'turned' : ''} />
              </button>
            </h3>
            <TaskMeta task={task} />
          </div>
          <StatePill state={state} />
          <div className="task-actions">
            <MainActions task={task} />
            {!receiving && <TaskActions task={task} permissions={permissions} />}
          </div>
        </div>
        {state.active && state.tone === 'active' && <RunningProgress name={name} state={state} progress={progress} />}
        {task.partial && !receiving && permissions.includes('change') && <ResumeNotice task={task} />}
        {task.status === Status.FAILED && task.pending_action === null && <TaskFailure task={task} />}
        {open && <TaskDetails task={task} />}
      </article>
    </li>
  );
}

function TaskMeta({ task }: { task: Task }) {
  const elapsed = useElapsed(task);
  return (
    <p className="task-meta">
      <span>{t.task.images(task.images_count)}</span>
      {elapsed >= 0 && (
        <span className="with-icon" title={t.task.elapsed}>
          <Icon name="clock" size={14} />
          <span className="tabular">{formatDuration(elapsed)}</span>
        </span>
      )}
      <time dateTime={task.created_at} title={formatMoment(task.created_at)}>
        {formatAgo(task.created_at)}
      </time>
      {task.public && <span className="tag quiet">{t.projects.public}</span>}
      {(task.tags ?? []).filter((tag) => !tag.startsWith('.')).map((tag) => (
        <span className="tag" key={tag}>
          {tag}
        </span>
      ))}
    </p>
  );
}

function StatePill({ state }: { state: TaskState }) {
  return (
    <span className={`pill ${state.tone}`} role="status">
      <span className="pill-dot" aria-hidden="true" />
      {state.label}
    </span>
  );
}

function RunningProgress({ name, state, progress }: { name: string; state: TaskState; progress: TaskProgress }) {
  const { stage, secondsLeft } = progress;
  const left = secondsLeft === null ? null : t.task.left(formatTimeLeft(secondsLeft));
  const percent = state.share === null ? null : formatPercent(state.share);
  return (
    <div className="task-progress">
      <div className="task-progress-text">
        <span className="task-stage">{stage?.name ?? state.label}</span>
        {stage?.index && (
          <span className="muted tabular">
            {t.task.stageOf(stage.index, stage.count)}
            {stage.share !== null && ` · ${formatPercent(stage.share)}`}
          </span>
        )}
        <span className="space" />
        {left && <span className="muted">{left}</span>}
        {percent && <strong className="tabular">{percent}</strong>}
      </div>
      <Progress share={state.share} label={t.task.progress(name)} valueText={[percent, stage?.name, left].filter(Boolean).join(', ')} />
    </div>
  );
}

function MainActions({ task }: { task: Task }) {
  const mapHref = `/map/project/${task.project}/task/${task.id}/`;
  return (
    <>
      {hasMap(task) && (
        <a className="button primary small" href={mapHref} onClick={(event) => follow(event, mapHref)}>
          <Icon name="map" size={16} />
          <span className="button-text">{t.task.map}</span>
        </a>
      )}
      {hasModel(task) && (
        <Link className="button plain small wide-only" href={`/3d/project/${task.project}/task/${task.id}/`}>
          <Icon name="cube" size={16} />
          <span className="button-text">{t.model.short}</span>
        </Link>
      )}
      {task.available_assets.includes('report.pdf') && (
        <a className="button plain small wide-only" href={`${downloadUrl(task.project, task.id, 'report.pdf')}?inline=1`} target="_blank" rel="noreferrer">
          <Icon name="file" size={16} />
          <span className="button-text">{t.task.report}</span>
        </a>
      )}
      {task.available_assets.length > 0 && (
        <DownloadMenu task={task}>
          <Button small icon="download">
            {t.task.download}
          </Button>
        </DownloadMenu>
      )}
    </>
  );
}

function Thumbnail({ task, tone }: { task: Task; tone: TaskState['tone'] }) {
  const [broken, setBroken] = useState(false);
  if (task.available_assets.includes('orthophoto.tif') && !broken) {
    return (
      <Link className="thumb" href={`/map/project/${task.project}/task/${task.id}/`} aria-label={t.task.thumbnail(displayName(task))}>
        <img src={thumbnailUrl(task.project, task.id, 128)} alt="" width={56} height={56} loading="lazy" onError={() => setBroken(true)} />
      </Link>
    );
  }
  return (
    <div className={`thumb none ${tone}`} aria-hidden="true">
      <Icon name="image" size={22} />
    </div>
  );
}

