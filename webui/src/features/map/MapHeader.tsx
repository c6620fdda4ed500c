import { lazy, Suspense, useState } from 'react';
import type { Project, Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Link } from '../../ui/Link.tsx';
import { useSite } from '../../app/site.ts';
import { SiteMark } from '../../app/SiteParts.tsx';
import { UserMenu } from '../../app/UserMenu.tsx';
import { DownloadMenu } from '../tasks/DownloadMenu.tsx';
import { hasMap, hasModel } from '../tasks/taskState.ts';

const ShareDialog = lazy(() => import('../sharing/ShareDialog.tsx'));

/** What is around the map: the application's header, the one for strangers, or nothing inside another page. */
export type MapFrame = 'app' | 'public' | 'none';

export function MapHeader({ project, title, task, other }: { project: Project; title: string; task: Task | null; other: 'map' | '3d' }) {
  const address = task && otherView(task, other) ? `/${other}/project/${task.project}/task/${task.id}/` : null;
  return (
    <header className="map-head">
      <div className="map-card map-title">
        <Link href="/dashboard/" className="button icon-only quiet" aria-label={t.map.back}>
          <Icon name="arrowLeft" />
        </Link>
        <div className="map-names">
          <h1>{title}</h1>
          {task && <p>{project.name}</p>}
        </div>
      </div>
      <div className="map-card map-head-actions">
        {address && <ViewLink address={address} other={other} />}
        {task && (
          <DownloadMenu task={task}>
            <Button small look="quiet" icon="download">
              {t.task.download}
            </Button>
          </DownloadMenu>
        )}
        {project.permissions.includes('change') && <ShareButton project={project} task={task} />}
        <UserMenu />
      </div>
    </header>
  );
}

/** For whoever was given the link: what it is and what can be had, nothing that needs an account. */
export function PublicHeader({ title, task, other }: { title: string; task: Task | null; other: 'map' | '3d' }) {
  const { app_name: name } = useSite();
  return (
    <header className="map-head">
      <div className="map-card map-title public">
        <SiteMark size={26} />
        <div className="map-names">
          <h1>{title}</h1>
          <p>{t.publicPage.by(name)}</p>
        </div>
      </div>
      {task && (
        <div className="map-card map-head-actions">
          {otherView(task, other) && <ViewLink address={`/public/task/${task.id}/${other}/`} other={other} />}
          <DownloadMenu task={task} strangers>
            <Button small look="quiet" icon="download">
              {t.task.download}
            </Button>
          </DownloadMenu>
        </div>
      )}
    </header>
  );
}

function ShareButton({ project, task }: { project: Project; task: Task | null }) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button small look="quiet" icon="share" onPress={() => setOpen(true)}>
        {t.share.short}
      </Button>
      <Suspense fallback={null}>{open && (task ? <ShareDialog task={task} onClose={close} /> : <ShareDialog project={project} onClose={close} />)}</Suspense>
    </>
  );
}

/** Whether a task can be seen the other way as well. */
function otherView(task: Task, other: 'map' | '3d'): boolean {
  return other === 'map' ? hasMap(task) : hasModel(task);
}

function ViewLink({ address, other }: { address: string; other: 'map' | '3d' }) {
  return (
    <Link href={address} className="button quiet small">
      <Icon name={other === 'map' ? 'map' : 'cube'} size={16} />
      <span className="button-text">{other === 'map' ? t.task.map : t.model.short}</span>
    </Link>
  );
}
