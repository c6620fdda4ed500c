import type { Project, Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon, Mark } from '../../ui/icons.tsx';
import { Link } from '../../ui/Link.tsx';
import { UserMenu } from '../../app/UserMenu.tsx';
import { DownloadMenu } from '../tasks/DownloadMenu.tsx';

/** What is around the map: the application's header, the one for strangers, or nothing inside another page. */
export type MapFrame = 'app' | 'public' | 'none';

export function MapHeader({ project, title, task }: { project: Project; title: string; task: Task | null }) {
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
        {task && (
          <DownloadMenu task={task}>
            <Button small look="quiet" icon="download">
              {t.task.download}
            </Button>
          </DownloadMenu>
        )}
        <UserMenu />
      </div>
    </header>
  );
}

/** For whoever was given the link: what it is and what can be had, nothing that needs an account. */
export function PublicHeader({ title, task }: { title: string; task: Task | null }) {
  return (
    <header className="map-head">
      <div className="map-card map-title public">
        <Mark size={26} />
        <div className="map-names">
          <h1>{title}</h1>
          <p>{t.publicPage.by(t.app.name)}</p>
        </div>
      </div>
      {task && (
        <div className="map-card map-head-actions">
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
