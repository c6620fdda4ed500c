import type { Project, Task } from '../../api/types.ts';
import { t } from '../../messages/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Link } from '../../ui/Link.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { UserMenu } from '../../app/UserMenu.tsx';
import { downloadEntries } from '../tasks/assets.ts';

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
          <Menu label={t.assets.menu} entries={downloadEntries(task)}>
            <Button small look="quiet" icon="download">
              {t.task.download}
            </Button>
          </Menu>
        )}
        <UserMenu />
      </div>
    </header>
  );
}
