import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { t } from '../messages/index.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Link } from '../ui/Link.tsx';
import { UploadDock } from '../features/upload/UploadDock.tsx';
import { UserMenu } from './UserMenu.tsx';
import { type Route } from './router.ts';
import { SiteFooter, SiteHtml, SiteMark, SiteName } from './SiteParts.tsx';
import { useVisit } from './visit.ts';

interface NavItem {
  href: string;
  label: string;
  icon: IconName;
  names: Route['name'][];
  staffOnly?: boolean;
}

const items: NavItem[] = [
  { href: '/dashboard/', label: t.nav.projects, icon: 'folder', names: ['dashboard'] },
  { href: '/processingnode/', label: t.nav.nodes, icon: 'server', names: ['nodes', 'node'] },
  { href: '/admin/users/', label: t.nav.admin, icon: 'people', names: ['admin'], staffOnly: true },
  { href: '/about/', label: t.nav.about, icon: 'info', names: ['about'] },
];

/** The frame of every page but the map: navigation, the user's menu, and uploads that go on. */
export function Shell({ route, children }: { route: Route; children: ReactNode }) {
  const [drawer, setDrawer] = useState(false);
  const main = useRef<HTMLElement>(null);
  const before = useRef(route.name);
  useEffect(() => {
    setDrawer(false);
    if (before.current !== route.name) main.current?.focus({ preventScroll: true });
    before.current = route.name;
    window.scrollTo(0, 0);
  }, [route.name]);
  return (
    <>
      <SiteHtml place="html_before_header" />
      <div className="shell">
        <a className="skip" href="#main">
          {t.app.skip}
        </a>
        <aside className="side">
          <Brand />
          <Navigation route={route} />
        </aside>
        <header className="top">
          <IconButton className="top-menu" icon="menu" label={t.nav.open} onPress={() => setDrawer(true)} />
          <div className="top-brand">
            <Brand />
          </div>
          <div className="top-space" />
          <UserMenu />
        </header>
        <main id="main" className="main" ref={main} tabIndex={-1}>
          <SiteHtml place="html_after_header" />
          {children}
          <SiteFooter />
        </main>
        <UploadDock />
        <ModalOverlay className="overlay drawer-overlay" isDismissable isOpen={drawer} onOpenChange={setDrawer}>
          <Modal className="drawer">
            <Dialog aria-label={t.nav.label} className="drawer-body">
              <div className="drawer-head">
                <Brand />
                <IconButton icon="close" label={t.nav.close} onPress={() => setDrawer(false)} />
              </div>
              <Navigation route={route} onFollow={() => setDrawer(false)} />
            </Dialog>
          </Modal>
        </ModalOverlay>
      </div>
      <SiteHtml place="html_after_body" />
    </>
  );
}

function Brand() {
  return (
    <Link href="/dashboard/" className="brand">
      <SiteMark />
      <SiteName />
    </Link>
  );
}

function Navigation({ route, onFollow }: { route: Route; onFollow?: () => void }) {
  const visit = useVisit();
  const isStaff = visit.kind === 'known' && (visit.visit.session?.isStaff ?? false);
  return (
    <nav className="nav" aria-label={t.nav.label}>
      <ul>
        {items.filter((item) => isStaff || !item.staffOnly).map((item) => {
          const here = item.names.includes(route.name);
          return (
            <li key={item.href}>
              <Link href={item.href} className={here ? 'here' : ''} aria-current={here ? 'page' : undefined} onClick={onFollow}>
                <Icon name={item.icon} />
                {item.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
