import { Pending, Status, type Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';

export type Tone = 'quiet' | 'active' | 'good' | 'bad' | 'waiting';

export interface TaskState {
  label: string;
  tone: Tone;
  /** Share done of what the label names, or null when it is not known. */
  share: number | null;
  /** True while the state will change without anybody doing anything. */
  active: boolean;
}

/** What a task is doing, in the words of the task list. A pending action wins over the status. */
export function stateOf(task: Task): TaskState {
  return pendingState(task) ?? statusState(task);
}

/** The state of a task whose files this very page is sending. */
export function receivingState(share: number): TaskState {
  return { label: t.task.state.receiving, tone: 'active', share, active: true };
}

export function isActive(task: Task): boolean {
  return stateOf(task).active;
}

export function isProcessing(task: Task): boolean {
  return task.status === Status.RUNNING && task.pending_action === null;
}

export function displayName(task: Task): string {
  return task.name || t.task.unnamed(String(task.id));
}

export function hasMap(task: Task): boolean {
  return ['orthophoto.tif', 'dsm.tif', 'dtm.tif'].some((asset) => task.available_assets.includes(asset));
}

export function hasModel(task: Task): boolean {
  return task.available_assets.includes('textured_model.glb');
}

function pendingState(task: Task): TaskState | null {
  const state = t.task.state;
  switch (task.pending_action) {
    case Pending.CANCEL:
      return { label: state.canceling, tone: 'waiting', share: null, active: true };
    case Pending.REMOVE:
      return { label: state.removing, tone: 'bad', share: null, active: true };
    case Pending.RESTART:
      return { label: state.restarting, tone: 'waiting', share: null, active: true };
    case Pending.RESIZE:
      return { label: state.resizing, tone: 'active', share: task.resize_progress ?? null, active: true };
    case Pending.IMPORT:
      return { label: state.importing, tone: 'active', share: task.running_progress ?? null, active: true };
    case Pending.COMPACT:
      return { label: state.compacting, tone: 'waiting', share: null, active: true };
    default:
      return null;
  }
}

function statusState(task: Task): TaskState {
  const state = t.task.state;
  switch (task.status) {
    case Status.QUEUED:
      return { label: state.queued, tone: 'waiting', share: null, active: true };
    case Status.RUNNING:
      return { label: state.running, tone: 'active', share: task.running_progress ?? null, active: true };
    case Status.FAILED:
      return { label: state.failed, tone: 'bad', share: null, active: false };
    case Status.COMPLETED:
      return { label: state.completed, tone: 'good', share: 1, active: false };
    case Status.CANCELED:
      return { label: state.canceled, tone: 'quiet', share: null, active: false };
    default:
      return unstartedState(task);
  }
}

function unstartedState(task: Task): TaskState {
  const state = t.task.state;
  if (task.partial) return { label: state.partial, tone: 'waiting', share: null, active: false };
  if (task.processing_node !== null) return { label: state.sending, tone: 'active', share: task.upload_progress ?? null, active: true };
  if (task.auto_processing_node) return { label: state.waitingNode, tone: 'waiting', share: null, active: true };
  return { label: state.noNode, tone: 'waiting', share: null, active: false };
}
