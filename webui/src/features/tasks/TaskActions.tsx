import { lazy, Suspense, useState } from 'react';
import { actOnTask, backupUrl, commitTask, updateTask, type TaskAction } from '../../api/tasks.ts';
import { Pending, Status, type Permission, type Task } from '../../api/types.ts';
import { describe } from '../../api/errors.ts';
import { refresh } from '../../data/query.ts';
import { t } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/fields.tsx';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import { announce } from '../../ui/toasts.tsx';
import { TaskEditDialog } from './TaskEditDialog.tsx';
import { displayName, isActive } from './taskState.ts';

const ShareDialog = lazy(() => import('../sharing/ShareDialog.tsx'));

type Asked = 'cancel' | 'restart' | 'edit' | 'delete' | 'compact' | 'start' | 'share';

/** The menu of a task, with what its state and the user's rights allow, and the questions it asks. */
export function TaskActions({ task, permissions }: { task: Task; permissions: readonly Permission[] }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const entries = entriesFor(task, permissions, setAsked);
  const direct = directAction(entries, task);
  if (entries.length === 0) return null;
  return (
    <>
      {direct && (
        <Button small icon={direct.icon ?? 'play'} onPress={() => direct.onAction?.()}>
          {direct.label}
        </Button>
      )}
      <Menu label={t.action.more} entries={entries.filter((entry) => entry !== direct)}>
        <IconButton className="task-menu" icon="more" label={`${t.action.more}: ${displayName(task)}`} small />
      </Menu>
      {asked === 'cancel' && (
        <Confirm title={t.task.cancelTitle} text={t.task.cancelText(displayName(task))} confirm={t.task.cancelConfirm} cancel={t.task.keepRunning} danger onConfirm={() => act(task, 'cancel')} onClose={close} />
      )}
      {asked === 'delete' && (
        <Confirm title={t.task.deleteTitle} text={t.task.deleteText(displayName(task), t.task.images(task.images_count))} confirm={t.action.delete} danger onConfirm={() => remove(task)} onClose={close} />
      )}
      {asked === 'compact' && (
        <Confirm title={t.task.compactTitle} text={t.task.compactText(displayName(task))} confirm={t.task.compactConfirm} danger onConfirm={() => act(task, 'compact')} onClose={close} />
      )}
      {asked === 'start' && (
        <Confirm title={t.task.startTitle} text={t.task.startText(task.images_count)} confirm={t.task.start} onConfirm={() => start(task)} onClose={close} />
      )}
      {asked === 'restart' && <RestartDialog task={task} onClose={close} />}
      {asked === 'edit' && <TaskEditDialog task={task} onClose={close} />}
      <Suspense fallback={null}>{asked === 'share' && <ShareDialog task={task} onClose={close} />}</Suspense>
    </>
  );
}

/** The one action that most people want next stands outside the menu as well: stop, start or try again. */
function directAction(entries: readonly MenuEntry[], task: Task): MenuEntry | undefined {
  if (task.status === Status.COMPLETED) return undefined;
  return entries.find((entry) => ['cancel', 'start', 'restart'].includes(entry.id));
}

function entriesFor(task: Task, permissions: readonly Permission[], ask: (what: Asked) => void): MenuEntry[] {
  const entries: MenuEntry[] = [];
  const mayChange = permissions.includes('change');
  const busy = task.pending_action !== null;
  if (mayChange && task.partial && task.images_count > 0) entries.push({ id: 'start', label: t.task.start, icon: 'play', onAction: () => ask('start') });
  if (mayChange && isActive(task) && (task.pending_action === null || task.pending_action === Pending.RESIZE)) {
    entries.push({ id: 'cancel', label: t.task.cancel, icon: 'stop', onAction: () => ask('cancel') });
  }
  if (mayChange && mayRestart(task)) entries.push({ id: 'restart', label: t.task.restart, icon: 'restart', onAction: () => ask('restart') });
  if (mayChange && !busy) entries.push({ id: 'edit', label: t.task.edit, icon: 'edit', onAction: () => ask('edit') });
  if (mayChange && task.status === Status.COMPLETED) entries.push({ id: 'share', label: t.share.action, icon: 'share', onAction: () => ask('share') });
  if (!task.partial) entries.push({ id: 'backup', label: t.assets.backup, icon: 'download', href: backupUrl(task.project, task.id), download: true });
  if (mayChange && !busy && !task.partial) entries.push({ id: 'duplicate', label: t.task.duplicate, icon: 'copy', onAction: () => void duplicate(task) });
  if (permissions.includes('delete')) {
    if (task.status === Status.COMPLETED && !task.compacted && !busy) entries.push({ id: 'compact', label: t.task.compact, icon: 'image', separated: true, onAction: () => ask('compact') });
    if (task.pending_action !== Pending.REMOVE) entries.push({ id: 'delete', label: t.action.delete, icon: 'trash', danger: true, separated: entries.length > 0, onAction: () => ask('delete') });
  }
  return entries;
}

function mayRestart(task: Task): boolean {
  const ended = task.status === Status.FAILED || task.status === Status.COMPLETED || task.status === Status.CANCELED;
  return ended && task.pending_action === null && !task.compacted;
}

function RestartDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const stages = (task.can_rerun_from ?? []).filter((stage) => stage !== '');
  const [from, setFrom] = useState('');
  const choices = [{ id: '', label: t.task.restartStart }, ...stages.map((stage) => ({ id: stage, label: t.task.stages[stage] ?? stage, note: stage }))];
  return (
    <Confirm title={t.task.restartTitle} text={t.task.restartText(displayName(task))} confirm={t.task.restartConfirm} onConfirm={() => restart(task, from)} onClose={onClose}>
      {stages.length > 0 && <Select label={t.task.restartStage} value={from} choices={choices} onChange={setFrom} />}
    </Confirm>
  );
}

/** The stage to begin at is itself an option of the task; it is set, or taken away, before the restart. */
async function restart(task: Task, from: string): Promise<void> {
  const others = task.options.filter((option) => option.name !== 'rerun-from');
  const options = from ? [...others, { name: 'rerun-from', value: from }] : others;
  if (from || options.length !== task.options.length) await updateTask(task.project, task.id, { options });
  await act(task, 'restart');
}

async function act(task: Task, action: TaskAction): Promise<void> {
  await actOnTask(task.project, task.id, action);
  await refresh(`tasks/${task.project}`);
}

async function remove(task: Task): Promise<void> {
  await act(task, 'remove');
  announce(t.task.deleted(displayName(task)));
  void refresh('projects?');
}

async function start(task: Task): Promise<void> {
  await commitTask(task.project, task.id);
  await refresh(`tasks/${task.project}`);
}

async function duplicate(task: Task): Promise<void> {
  try {
    await act(task, 'duplicate');
    void refresh('projects?');
  } catch (error) {
    announce(describe(error), 'error');
  }
}
