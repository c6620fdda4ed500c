import { Button as AriaButton } from 'react-aria-components';
import { describe } from '../api/errors.ts';
import { t } from '../messages/index.ts';
import type { IconName } from '../ui/icons.tsx';
import { Menu, type MenuEntry } from '../ui/Menu.tsx';
import { announce } from '../ui/toasts.tsx';
import { chooseTheme, useTheme, type Theme } from './theme.ts';
import { endVisit, useVisit } from './visit.ts';

const themes: [Theme, IconName][] = [
  ['light', 'sun'],
  ['dark', 'moon'],
  ['system', 'screen'],
];

/** The account's menu: theme and signing out. */
export function UserMenu() {
  const state = useVisit();
  const theme = useTheme();
  const session = state.kind === 'known' ? state.visit.session : null;
  if (!session) return null;
  const entries: MenuEntry[] = [
    ...themes.map(([id, icon]) => ({ id, icon, label: t.user.themes[id], selected: theme === id, onAction: () => chooseTheme(id) })),
    { id: 'tokens', label: t.tokens.title, icon: 'key', separated: true, href: '/account/tokens/' },
    { id: 'out', label: t.user.signOut, note: session.username, icon: 'signOut', separated: true, onAction: leave },
  ];
  return (
    <Menu label={t.user.menu(session.username)} entries={entries}>
      <AriaButton className="avatar" aria-label={t.user.menu(session.username)}>
        {session.username.slice(0, 1).toUpperCase()}
      </AriaButton>
    </Menu>
  );
}

function leave(): void {
  endVisit().catch((error: unknown) => announce(describe(error), 'error'));
}
