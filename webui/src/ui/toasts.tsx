import { useSyncExternalStore } from 'react';
import { t } from '../messages/index.ts';
import { IconButton } from './Button.tsx';
import { Icon } from './icons.tsx';

interface Toast {
  id: number;
  kind: 'good' | 'error';
  text: string;
}

let toasts: Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const GOOD_STAYS = 5_000;

/** Says what has happened, in a corner, without taking the focus. Errors stay until they are closed. */
export function announce(text: string, kind: Toast['kind'] = 'good'): void {
  const toast = { id: nextId++, kind, text };
  // The same sentence is not stacked up: the new one takes the place of the old.
  publish([...toasts.filter((old) => old.text !== text).slice(-3), toast]);
  if (kind === 'good') setTimeout(() => drop(toast.id), GOOD_STAYS);
}

export function ToastRegion() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="region" aria-label="Notifications">
      <div aria-live="polite">
        {shown.map((toast) => (
          <div key={toast.id} className={`toast ${toast.kind}`}>
            <Icon name={toast.kind === 'good' ? 'check' : 'alert'} size={18} />
            <span>{toast.text}</span>
            <IconButton icon="close" small label={t.action.dismiss} onPress={() => drop(toast.id)} />
          </div>
        ))}
      </div>
    </div>
  );
}

function drop(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

function publish(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
