import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { ReactElement } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface MenuEntry {
  id: string;
  label: string;
  note?: string;
  icon?: IconName;
  danger?: boolean;
  href?: string;
  download?: boolean;
  selected?: boolean;
  /** A line above this entry. */
  separated?: boolean;
  onAction?: () => void;
}

/** A button with a list of actions. Entries with an address are real links. */
export function Menu({ label, entries, children, placement = 'bottom end' }: { label: string; entries: MenuEntry[]; children: ReactElement; placement?: 'bottom end' | 'bottom start' | 'top end' | 'top start' }) {
  return (
    <MenuTrigger>
      {children}
      <Popover className="popover" placement={placement} offset={6}>
        <AriaMenu className="menu" aria-label={label}>
          {entries.flatMap((entry) => [
            entry.separated ? <Separator key={`${entry.id}-line`} className="menu-line" /> : null,
            <Entry key={entry.id} entry={entry} />,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  const link = entry.href ? { href: entry.href, ...(entry.download ? { download: '' } : {}) } : {};
  const action = entry.onAction ? { onAction: entry.onAction } : {};
  return (
    <MenuItem id={entry.id} className={`menu-item ${entry.danger ? 'danger' : ''}`} textValue={entry.note ? `${entry.label} ${entry.note}` : entry.label} {...link} {...action}>
      {entry.icon && <Icon name={entry.icon} size={18} />}
      <span className="menu-label">{entry.label}</span>
      {entry.note && <span className="menu-note">{entry.note}</span>}
      {entry.selected && <Icon name="check" size={16} />}
    </MenuItem>
  );
}
