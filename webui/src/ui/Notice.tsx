import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

const icons: Record<'error' | 'warning' | 'info' | 'good', IconName> = { error: 'alert', warning: 'alert', info: 'info', good: 'check' };

/** A sentence that matters, with its kind shown by icon and colour. Errors are announced at once. */
export function Notice({ kind, title, children, action }: { kind: keyof typeof icons; title?: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon name={icons[kind]} size={18} />
      <div className="notice-text">
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {action && <div className="notice-action">{action}</div>}
    </div>
  );
}

/** What stands where a list would be: nothing yet, nothing found, or not readable. */
export function EmptyState({ icon, title, children, action }: { icon: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <div className="empty-icon">
        <Icon name={icon} size={28} />
      </div>
      <h2>{title}</h2>
      {children && <div className="empty-text">{children}</div>}
      {action && <div className="empty-action">{action}</div>}
    </div>
  );
}
