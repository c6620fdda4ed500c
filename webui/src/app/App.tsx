import { lazy, Suspense, useEffect } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';
import { describe } from '../api/errors.ts';
import { locale, t } from '../messages/index.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Notice.tsx';
import { ToastRegion } from '../ui/toasts.tsx';
import { LoginPage } from '../features/access/LoginPage.tsx';
import { WelcomePage } from '../features/access/WelcomePage.tsx';
import { DashboardPage } from '../features/projects/DashboardPage.tsx';
import { NodePage } from '../features/nodes/NodePage.tsx';
import { NodesPage } from '../features/nodes/NodesPage.tsx';
import { AboutPage } from '../features/about/AboutPage.tsx';
import { UploadDock } from '../features/upload/UploadDock.tsx';
import { LiveChanges } from '../features/tasks/LiveChanges.tsx';
import { CrashGuard } from './CrashGuard.tsx';
import { redirect } from './redirect.ts';
import { go, matchRoute, safeNext, usePlace, type Route } from './router.ts';
import { Shell } from './Shell.tsx';
import { Splash } from './Splash.tsx';
import { askVisit, useVisit } from './visit.ts';

const MapPage = lazy(() => import('../features/map/MapPage.tsx'));
const ModelPage = lazy(() => import('../features/model/ModelPage.tsx'));
const AdminPages = lazy(() => import('../features/admin/AdminPages.tsx'));
const TokensPage = lazy(() => import('../features/tokens/TokensPage.tsx'));

export function App() {
  return (
    <I18nProvider locale={locale}>
      <RouterProvider navigate={(to) => openAddress(to)}>
        <CrashGuard>
          <Suspense fallback={<Splash />}>
            <Screen />
          </Suspense>
        </CrashGuard>
        <ToastRegion />
      </RouterProvider>
    </I18nProvider>
  );
}

/** Menu links: pages of ours are routed, files and API addresses are left to the browser. */
function openAddress(to: string): void {
  const path = to.split('?')[0] ?? to;
  if (matchRoute(path).name !== 'unknown') go(to);
  else window.location.assign(to);
}

function Screen() {
  const state = useVisit();
  const place = usePlace();
  useEffect(() => void askVisit(), []);
  const route = matchRoute(place.path);
  const target = state.kind === 'known' ? redirect(route, place, state.visit.welcome, state.visit.session !== null) : null;
  useEffect(() => {
    if (!target) return;
    // The next page after signing in may be one that the server itself writes.
    if (matchRoute(target.split('?')[0] ?? target).name === 'unknown') window.location.replace(target);
    else go(target, 'replace');
  }, [target]);

  if (route.name === 'public') return <PublicPage route={route} />;
  if (state.kind === 'failed') return <StartFailed error={state.error} />;
  if (state.kind === 'asking' || target) return <Splash />;
  if (route.name === 'welcome') return <WelcomePage />;
  if (route.name === 'login') return <LoginPage next={safeNext(place.query.get('next'))} refused={place.query.get('error')} providers={state.visit.providers} />;
  return <SignedIn route={route} />;
}

/** Open to whoever has the address; it does not matter who is signed in. */
function PublicPage({ route }: { route: Extract<Route, { name: 'public' }> }) {
  const frame = route.frame ? 'none' : 'public';
  return (
    <>
      {route.view === '3d' ? <ModelPage scope={{ kind: 'publicTask', id: route.id }} frame={frame} /> : <MapPage scope={{ kind: route.what === 'task' ? 'publicTask' : 'publicProject', id: route.id }} frame={frame} />}
      <UploadDock />
    </>
  );
}

function SignedIn({ route }: { route: Route }) {
  if (route.name === 'map') {
    return (
      <>
        <MapPage scope={route.task === null ? { kind: 'project', project: route.project } : { kind: 'task', project: route.project, task: route.task }} frame="app" />
        <UploadDock />
      </>
    );
  }
  if (route.name === 'model') {
    return (
      <>
        <ModelPage scope={{ kind: 'task', project: route.project, task: route.task }} frame="app" />
        <UploadDock />
      </>
    );
  }
  return (
    <Shell route={route}>
      <LiveChanges />
      <Suspense fallback={<p className="muted page" role="status">{t.app.loading}</p>}>
        <PageOf route={route} />
      </Suspense>
    </Shell>
  );
}

function PageOf({ route }: { route: Route }) {
  if (route.name === 'dashboard') return <DashboardPage />;
  if (route.name === 'nodes') return <NodesPage />;
  if (route.name === 'node') return <NodePage id={route.id} />;
  if (route.name === 'about') return <AboutPage />;
  if (route.name === 'admin') return <AdminPages page={route.page} />;
  if (route.name === 'tokens') return <TokensPage />;
  return (
    <EmptyState icon="search" title={t.app.notFoundTitle} action={<Button look="primary" onPress={() => go('/dashboard/')}>{t.app.backHome}</Button>}>
      {t.app.notFoundText}
    </EmptyState>
  );
}

function StartFailed({ error }: { error: unknown }) {
  return (
    <main className="centred">
      <EmptyState icon="alert" title={t.app.startFailed} action={<Button look="primary" onPress={() => void askVisit()}>{t.action.retry}</Button>}>
        {describe(error)}
      </EmptyState>
    </main>
  );
}
